"""Where raw tables come from: the sample, the user's files, the user's tables."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from conftest import BUILD, PROJECT, query, run_dbt

RAW = PROJECT / "seeds" / "raw"
TABLES = sorted(path.stem for path in RAW.glob("*.csv"))
FACTS = ["build", "--exclude-resource-type", "test", "unit_test"]
FACTS += ["--select", "+fct_tickets", "+fct_refunds", "+dq_raw_tables", "+dq_rejected_rows"]
COMPARED = ["fct_tickets", "fct_refunds", "dq_rejected_rows"]


def export_sample(directory: Path, name: str, *, typed: bool = False) -> None:
    """Write the sample's tables as files.

    Args:
        directory: where to; created.
        name: file name pattern with {name} and a suffix of .csv or .parquet.
        typed: whether DuckDB guesses the types, as an export tool would; else all text.
    """
    for table in TABLES:
        target = directory / name.format(name=table)
        target.parent.mkdir(parents=True, exist_ok=True)
        source = f"read_csv('{RAW / table}.csv', all_varchar = {not typed}, header = true)"
        duckdb.sql(f"copy (from {source}) to '{target}'")


def build_of(directory: Path) -> Path:
    """A warehouse built from the Parquet files of a directory, and put beside them."""
    warehouse = directory / "warehouse.duckdb"
    location = f'{{raw_location: "{directory}/{{name}}.parquet"}}'
    built = run_dbt(*BUILD, warehouse=warehouse, variables=location)
    assert built.returncode == 0, built.stdout
    return warehouse


def shown(directory: Path, *columns: str) -> list:
    """Values of SQL with macros in it: one row, without a build."""
    asked = ", ".join(f"{column} as c{number}" for number, column in enumerate(columns))
    ran = run_dbt(
        *("--quiet", "show", "--output", "json", "--inline", f"select {asked}"),
        warehouse=directory / "warehouse.duckdb",
    )
    assert ran.returncode == 0, ran.stdout
    [row] = json.loads(ran.stdout)["show"]
    return list(row.values())


def same_marts(warehouse: Path, expected: Path) -> None:
    """Assert that the compared marts of two warehouses hold the same rows."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as one (read_only)")
        connection.execute(f"attach '{expected}' as two (read_only)")
        for mart in COMPARED:
            for left, right in (("one", "two"), ("two", "one")):
                rows = connection.execute(
                    f"from {left}.marts.{mart} except all from {right}.marts.{mart} limit 3"
                ).fetchall()
                assert rows == [], f"{mart}: only in {left}"


@pytest.mark.parametrize("pattern", ["{name}.csv", "{name}/part-0.parquet"])
def test_files_give_the_same_marts_as_the_sample(
    tmp_path: Path, sample_warehouse: Path, pattern: str
) -> None:
    export_sample(tmp_path / "export", pattern)
    location = tmp_path / "export" / pattern.replace("part-0", "*")
    warehouse = tmp_path / "warehouse.duckdb"
    built = run_dbt(*FACTS, warehouse=warehouse, variables=f'{{raw_location: "{location}"}}')
    assert built.returncode == 0, built.stdout
    same_marts(warehouse, sample_warehouse)
    assert (
        query(warehouse, "select 1 from information_schema.schemata where schema_name = 'raw'")
        == []
    )


def test_a_relative_location_is_taken_from_where_the_user_stands(
    tmp_path: Path, sample_warehouse: Path
) -> None:
    export_sample(tmp_path / "here" / "export", "{name}.csv")
    warehouse = tmp_path / "warehouse.duckdb"
    built = run_dbt(
        *FACTS,
        warehouse=warehouse,
        variables='{raw_location: "export/{name}.csv"}',
        cwd=tmp_path / "here",
    )
    assert built.returncode == 0, built.stdout
    same_marts(warehouse, sample_warehouse)


def parsed(directory: Path, variables: dict[str, Any], *, anew: bool) -> dict[str, Any]:
    """What dbt has parsed with some --vars, without when."""
    directory.mkdir()
    shown = run_dbt(
        *("show", "--inline", "select 1"),
        warehouse=directory / "warehouse.duckdb",
        variables=json.dumps(variables),
        parsed=not anew,
        artifacts=True,
    )
    assert shown.returncode == 0, shown.stdout
    text = (directory / "target" / "manifest.json").read_text()
    manifest = json.loads(re.sub(r'"created_at": [\d.]+', '"created_at": 0', text))
    kinds = ("nodes", "sources", "macros", "unit_tests", "disabled", "exposures")
    return {
        key: one for kind in kinds for key, one in manifest[kind].items() if "inline" not in key
    }


def test_what_dbt_parses_depends_on_how_tables_are_read_and_on_no_size_of_a_var(
    tmp_path: Path,
) -> None:
    """So tests with other files and other vars may begin with one parsed project."""
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    others = {name: value + 1 for name, value in settings["vars"].items() if type(value) is int}
    others |= {"as_of": "2026-06-14", "reporting_time_zone": "Europe/Berlin"}
    anew = parsed(
        tmp_path / "anew", others | {"raw_location": "/one/place/{name}.parquet"}, anew=True
    )
    same = {"raw_location": "another/{name}/*.csv", "as_of": "2026-08-20"}
    kept = parsed(tmp_path / "kept", same, anew=False)
    assert len(others) > 20
    assert len(anew) > 1000
    assert anew.keys() == kept.keys()
    assert [key for key in anew if anew[key] != kept[key]] == []


def test_tables_of_the_user_are_read_and_never_written(
    tmp_path: Path, sample_warehouse: Path
) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        for schema in ("helpdesk", "raw"):
            connection.execute(f"create schema {schema}")
        for table in TABLES:
            connection.execute(
                f"create table helpdesk.{table} as "
                f"from read_csv('{RAW / table}.csv', all_varchar = true, header = true)"
            )
            connection.execute(f"create table raw.{table} as select 'mine' as planted")
        tables = [f"{schema}.{table}" for schema in ("helpdesk", "raw") for table in TABLES]
        before = {table: connection.sql(f"from {table}").fetchall() for table in tables}
    built = run_dbt(*FACTS, warehouse=warehouse, variables="{raw_schema: helpdesk}")
    assert built.returncode == 0, built.stdout
    same_marts(warehouse, sample_warehouse)
    for table, rows in before.items():
        assert query(warehouse, f"from {table}") == rows, table


def test_tables_in_a_schema_called_raw_survive_a_setting_in_the_project_file(
    tmp_path: Path,
) -> None:
    project = tmp_path / "project"
    shutil.copytree(
        PROJECT,
        project,
        ignore=shutil.ignore_patterns(".git", ".venv", "target", "logs", "*.duckdb"),
    )
    settings = project / "dbt_project.yml"
    settings.write_text(settings.read_text().replace("raw_schema: null", "raw_schema: raw"))
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema raw")
        for table in TABLES:
            connection.execute(
                f"create table raw.{table} as from read_csv('{RAW / table}.csv', header = true)"
            )
        connection.execute("update raw.tickets set subject = 'mine'")
    built = run_dbt(*FACTS, warehouse=warehouse, project=project)
    assert built.returncode == 0, built.stdout
    assert query(warehouse, "select distinct subject from raw.tickets") == [("mine",)]


def test_typed_columns_are_read_as_well_as_text(tmp_path: Path, sample_warehouse: Path) -> None:
    export_sample(tmp_path, "{name}.parquet", typed=True)
    warehouse = tmp_path / "warehouse.duckdb"
    built = run_dbt(
        *FACTS, warehouse=warehouse, variables=f'{{raw_location: "{tmp_path}/{{name}}.parquet"}}'
    )
    assert built.returncode == 0, built.stdout
    same_marts(warehouse, sample_warehouse)


def test_ids_and_lists_of_other_types_are_read_as_the_text_they_stand_for(tmp_path: Path) -> None:
    """As pandas writes ids of a column with gaps, and as databases keep lists."""
    columns = {
        ("cast(4471 as double)", "id", "double"): "4471",
        ("cast(4471.5 as double)", "id", "double"): "4471.5",
        ("cast(null as double)", "id", "double"): None,
        ("cast(4471 as decimal(18, 2))", "id", "decimal(18,2)"): "4471",
        ("cast(4471 as bigint)", "id", "bigint"): "4471",
        ("cast(' Closed' as enum (' Closed'))", "list", "enum(' closed')"): "closed",
        ("cast('' as enum (''))", "id", "enum('')"): None,
    }
    asked = [f'{{{{ raw_text("{text}", "{kind}", "{type_}") }}}}' for text, kind, type_ in columns]
    assert shown(tmp_path, *asked) == list(columns.values())


def test_white_space_of_any_kind_is_stripped_from_either_end_alone(tmp_path: Path) -> None:
    texts = {
        "'a b'": "a b",
        "' a'": "a",
        "'a '": "a",
        "chr(9) || 'a'": "a",
        "'a' || chr(10)": "a",
        "'!' || chr(160)": "!",
        "chr(8195) || 'é b' || chr(12288)": "é b",
        "'é'": "é",
        "'~ '": "~",
        "'~a'": "~a",
        "' ' || chr(9)": None,
        "''": None,
        "cast(null as varchar)": None,
    }
    for is_stored_once in ("false", "true"):
        asked = [f'{{{{ strip("{text}", {is_stored_once}) }}}}' for text in texts]
        assert shown(tmp_path, *asked) == list(texts.values()), is_stored_once


def test_quotes_that_come_late_in_a_file_are_quotes(tmp_path: Path) -> None:
    export_sample(tmp_path, "{name}.csv")
    late = [f"c{number},a@example.com,Ann,de,2026-01-01 00:00:00" for number in range(30000)]
    late += ['"last","a@example.com","Miller, ""Ann""",de,2026-01-01 00:00:00']
    header = "customer_id,email,full_name,region,loaded_at"
    (tmp_path / "customers.csv").write_text("\n".join([header, *late, ""]))
    warehouse = tmp_path / "warehouse.duckdb"
    built = run_dbt(
        *("run", "--select", "base_shop__customers"),
        warehouse=warehouse,
        variables=f'{{raw_location: "{tmp_path}/{{name}}.csv"}}',
    )
    assert built.returncode == 0, built.stdout
    names = "select full_name from staging.base_shop__customers where customer_id = 'last'"
    assert query(warehouse, names) == [('Miller, "Ann"',)]


def test_the_sample_is_not_loaded_over_tables_of_the_user(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema raw")
        connection.execute("create table raw.orders as select 'mine' as order_id, 1 as is_test")
    built = run_dbt("build", warehouse=warehouse)
    assert built.returncode != 0
    told = "raw input: warehouse.raw.orders is not the sample (column is_test)"
    assert told in built.stdout
    assert query(warehouse, "from raw.orders") == [("mine", 1)]


def test_missing_optional_tables_mean_none_of_those_and_are_told(tmp_path: Path) -> None:
    export_sample(tmp_path, "{name}.parquet")
    optional = ["order_lines", "customers", "surveys", "order_updates", "fixes", "agents"]
    for table in optional:
        (tmp_path / f"{table}.parquet").unlink()
    warehouse = build_of(tmp_path)
    missing = query(warehouse, "select raw_table from marts.dq_raw_tables where not is_present")
    assert sorted(name for (name,) in missing) == sorted(optional)
    bands = query(warehouse, "select distinct band from marts.kpi_scorecard where kpi = 'csat'")
    assert bands == [("no_data",)]


def test_empty_tables_build_and_volume_is_not_judged(tmp_path: Path) -> None:
    export_sample(tmp_path, "{name}.parquet")
    for table in TABLES:
        file = tmp_path / f"{table}.parquet"
        with duckdb.connect() as connection:
            connection.execute(f"create table one as from '{file}' limit 0")
            connection.execute(f"copy one to '{file}'")
    warehouse = build_of(tmp_path)
    assert query(warehouse, "select count(*) from marts.fct_tickets") == [(0,)]
    measured = (
        "select gate from marts.dq_gates where gate = 'volume_factor' and band <> 'not_judged'"
    )
    assert query(warehouse, measured) == []


def test_missing_required_tables_and_columns_stop_the_build_with_one_line(tmp_path: Path) -> None:
    export_sample(tmp_path, "{name}.parquet")
    (tmp_path / "refunds.parquet").unlink()
    tickets = tmp_path / "tickets.parquet"
    duckdb.sql(
        f"copy (select * exclude (status) from read_csv('{RAW}/tickets.csv', all_varchar = true)) "
        f"to '{tickets}'"
    )
    warehouse = tmp_path / "warehouse.duckdb"
    built = run_dbt(
        *FACTS, warehouse=warehouse, variables=f'{{raw_location: "{tmp_path}/{{name}}.parquet"}}'
    )
    assert built.returncode != 0
    lines = [line for line in built.stdout.splitlines() if "raw input:" in line]
    assert len(lines) == 1, built.stdout
    assert f"column tickets.status is missing (looked in {tickets})" in lines[0]
    assert f"table refunds is missing (looked for {tmp_path}/refunds.parquet)" in lines[0]
    assert (
        query(warehouse, "select 1 from information_schema.tables where table_schema = 'marts'")
        == []
    )


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ('{raw_location: "/x/{name}.csv", raw_schema: helpdesk}', "not both"),
        ('{raw_location: "/x/tickets.csv"}', "holds no {name}"),
        ("{raw_schema: helpdesk}", "table tickets is missing"),
    ],
)
def test_a_wrong_setting_is_told_with_its_remedy(
    tmp_path: Path, variables: str, message: str
) -> None:
    built = run_dbt(*FACTS, warehouse=tmp_path / "warehouse.duckdb", variables=variables)
    assert built.returncode != 0
    assert message in built.stdout, built.stdout
