"""Raw input is read by Apache Spark as it is by DuckDB: rows, types and faults.

Skipped unless SPARK_PYTHON names the Python of an environment with Spark: `make test-spark`.
"""

import json
import os
import subprocess
from pathlib import Path

import duckdb
import pytest
import raw_texts
import shopify_shop as shop
import zendesk_shop
from awkward_files import write_export
from conftest import PROJECT, run_dbt
from engines import Compared, compare
from test_connectors_zendesk import TICKETS
from test_csv_input import CANARY, LOADED, MALFORMED, NAMES, Export, malformed_files
from test_raw_texts import SHOW

SPARK_PYTHON = os.environ.get("SPARK_PYTHON")

pytestmark = pytest.mark.skipif(SPARK_PYTHON is None, reason="no Spark here: make test-spark")

READ = ("build", "--resource-type", "model", "--resource-type", "seed")
READ += ("--select", "+path:models/staging")


def run_spark(*arguments: str, folder: Path, variables: str) -> subprocess.CompletedProcess[str]:
    """Run dbt on Spark in a process of its own.

    Args:
        arguments: the command and its options.
        folder: of the tables and all else that is written.
        variables: what a user gives to --vars.

    Returns:
        The finished process, with its output as text; nothing is raised on failure.
    """
    folder.mkdir(exist_ok=True)
    arguments = ("--no-use-colors", *arguments, "--target", "spark", "--vars", variables)
    arguments += ("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT))
    arguments += ("--target-path", str(folder / "target"), "--log-path", str(folder / "logs"))
    environment = {"SPARK_WAREHOUSE": str(folder), "SPARK_DRIVER_MEMORY": "2g"}
    return subprocess.run(
        [str(Path(str(SPARK_PYTHON)).with_name("dbt")), *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def build_both(tmp_path: Path, *arguments: str, variables: str) -> list[str]:
    """Run the same on both engines, in `duckdb` and `spark` below a folder.

    Returns:
        What was printed by DuckDB and by Spark.
    """
    warehouse = tmp_path / "duckdb" / "warehouse.duckdb"
    warehouse.parent.mkdir()
    ran = run_dbt(*arguments, warehouse=warehouse, variables=variables, log=True)
    spark = run_spark(*arguments, folder=tmp_path / "spark", variables=variables)
    return [ran.stdout, spark.stdout]


def compare_both(tmp_path: Path, read: dict[str, str]) -> Compared:
    """What both engines built in staging, cell by cell."""
    warehouse = tmp_path / "duckdb" / "warehouse.duckdb"
    return compare(warehouse, tmp_path / "spark" / "dev_staging.db", read)


def tables(warehouse: Path, schema: str) -> dict[str, str]:
    """The tables of a schema of a DuckDB file, with the schema, by name."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute(
            "select table_name from duckdb_tables() where schema_name = ?", [schema]
        ).fetchall()
    return {name: f"{schema}.{name}" for (name,) in found}


def test_texts_are_read_as_the_table_says(tmp_path: Path) -> None:
    shown = run_spark(*SHOW, raw_texts.query(), folder=tmp_path / "spark", variables="{}")
    assert shown.returncode == 0, shown.stdout
    assert raw_texts.told(shown.stdout) == []


def test_files_of_all_kinds_are_read_alike(tmp_path: Path) -> None:
    write_export(tmp_path / "it's an export")
    variables = f'{{raw_location: "{tmp_path}/it\'s an export/{{name}}/*.*"}}'
    for console in build_both(tmp_path, *READ, variables=variables):
        assert "Completed successfully" in console, console
    read = tables(tmp_path / "duckdb" / "warehouse.duckdb", "staging")
    assert len(read) == 10
    compared = compare_both(tmp_path, read)
    assert not compared.differing, str(compared)
    assert compared.cells > 50_000


def test_lines_that_are_not_well_formed_are_told_alike_and_not_quoted(tmp_path: Path) -> None:
    export = Export(tmp_path / "export")
    for kind, text in malformed_files().items():
        export.add("customers", f"{kind}.csv", text)
    export.add("agents", "utf_16.csv", "agent_id,team\nA1,x\n".encode("utf-16"))
    export.add("surveys", "no_names.csv", f"S1,csat,{CANARY},5,{LOADED}\n".encode())
    variables = f'{{raw_location: "{tmp_path}/export/{{name}}/*.csv"}}'
    consoles = build_both(tmp_path, "run", "-s", "base_shop__customers", variables=variables)
    duckdb_faults, spark_faults = (
        sorted(line.split("raw input: ")[1].split("; "))
        for console in consoles
        for line in console.splitlines()
        if "raw input:" in line
    )
    assert len(duckdb_faults) == len(MALFORMED) + 2
    assert spark_faults == duckdb_faults
    assert CANARY not in "".join(consoles)
    for path in (tmp_path / "spark").rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path


def test_files_that_only_spark_cannot_read_are_told(tmp_path: Path) -> None:
    export = Export(tmp_path / "export")
    first = ",".join(NAMES) + f"\nc1,{CANARY},Ann,de,{LOADED}\n"
    export.add("customers", "spaces.csv", f'{first}c2, "x, y",Ann,de,{LOADED}\n'.encode())
    export.add("customers", "returns.csv", f"{first}c2,{CANARY},A\rB,de,{LOADED}\n".encode())
    variables = f'{{raw_location: "{tmp_path}/export/{{name}}/*.csv"}}'
    run = ("run", "--select", "base_shop__customers")
    told = run_spark(*run, folder=tmp_path / "spark", variables=variables).stdout
    assert "spaces.csv, line 3: a quote that is never closed, or stands within a text" in told
    assert "returns.csv, line 3: a line end of another kind than the others" in told
    export.add("surveys", "of {may} [2].csv", b"survey_id\n")
    told = run_spark(*run, folder=tmp_path / "spark", variables=variables).stdout
    [line] = [line for line in told.splitlines() if "raw input:" in line]
    assert "of {may} [2].csv has in its path one of the signs" in line
    assert CANARY not in told


def test_what_loaders_left_becomes_the_same_rows(tmp_path: Path) -> None:
    shop.write_json_lines(zendesk_shop.airbyte(TICKETS), tmp_path / "zendesk")
    shop.write_csv(shop.fivetran(), tmp_path / "fivetran")
    (tmp_path / "airbyte").mkdir()
    for table, rows in shop.airbyte().items():
        (tmp_path / "airbyte" / f"{table}.json").write_text(json.dumps(rows, indent=1))
    zendesk = {"system": "zendesk", "loader": "airbyte", "time_field": "time spent"}
    shopify = {"system": "shopify"}
    places = [
        {**zendesk, "location": f"{tmp_path}/zendesk/{{table}}.jsonl", "order_field": "36002"},
        {**shopify, "loader": "fivetran", "location": f"{tmp_path}/fivetran/{{table}}.csv"},
        {**shopify, "loader": "airbyte", "location": f"{tmp_path}/airbyte/{{table}}.json"},
    ]
    connections = [
        {**place, "name": f"c{number}", "id_prefix": f"{number}-"}
        for number, place in enumerate(places)
    ]
    select = ("--select", "+path:models/connectors/raw", "+stg_shop__orders")
    built = (*READ[:-2], *select)
    variables = json.dumps({"connections": connections})
    for console in build_both(tmp_path, *built, variables=variables):
        assert "Completed successfully" in console, console
    read = tables(tmp_path / "duckdb" / "warehouse.duckdb", "staging")
    assert {"zendesk__tickets", "shopify__orders"} <= read.keys(), sorted(read)
    # JSON that is handed on: Spark prints the keys of an object in the order of the alphabet
    read.pop("shopify_airbyte__refunds")
    compared = compare_both(tmp_path, read)
    assert not compared.differing, str(compared)
