"""Raw input is read by Apache Spark as it is by DuckDB: rows, types and faults.

Skipped unless SPARK_PYTHON names the Python of an environment with Spark: `make test-spark`.
"""

import os
import subprocess
from pathlib import Path

import duckdb
import pytest
from awkward_files import write_export
from conftest import PROJECT, run_dbt
from engines import compare

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


def tables(warehouse: Path, schema: str) -> dict[str, str]:
    """The tables of a schema of a DuckDB file, with the schema, by name."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute(
            "select table_name from duckdb_tables() where schema_name = ?", [schema]
        ).fetchall()
    return {name: f"{schema}.{name}" for (name,) in found}


def test_files_of_all_kinds_are_read_alike(tmp_path: Path) -> None:
    write_export(tmp_path / "it's an export")
    variables = f'{{raw_location: "{tmp_path}/it\'s an export/{{name}}/*.*"}}'
    warehouse = tmp_path / "duckdb" / "warehouse.duckdb"
    warehouse.parent.mkdir()
    ran = run_dbt(*READ, warehouse=warehouse, variables=variables)
    assert ran.returncode == 0, ran.stdout
    ran = run_spark(*READ, folder=tmp_path / "spark", variables=variables)
    assert ran.returncode == 0, ran.stdout
    read = tables(warehouse, "staging")
    assert len(read) == 10
    compared = compare(warehouse, tmp_path / "spark" / "dev_staging.db", read)
    assert not compared.differing, compared
    print(compared)
