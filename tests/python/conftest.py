"""Fixtures: the project's commands run as a user runs them, each on its own warehouse."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest
from postgres_server import ask, find_binaries, postgres_server, publish, small

PROJECT = Path(__file__).resolve().parents[2]
DBT = Path(sys.executable).with_name("dbt")

# What `make build` runs.
BUILD = ("build", "--exclude-resource-type", "unit_test")

Dbt = Callable[..., subprocess.CompletedProcess[str]]


def run_dbt(
    *arguments: str,
    warehouse: Path,
    variables: str | None = None,
    cwd: Path = PROJECT,
    environment: Mapping[str, str] | None = None,
    project: Path = PROJECT,
    seconds: float | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run dbt in a process of its own.

    Args:
        arguments: the command and its options.
        warehouse: path of the DuckDB file; target and log folders are put beside it.
        variables: what a user gives to --vars.
        cwd: where the user stands.
        environment: variables on top of this process's.
        project: the project's folder.
        seconds: how long it may take; none: as long as it does.

    Returns:
        The finished process, with its output as text; nothing is raised on failure.

    Raises:
        subprocess.TimeoutExpired: it took longer.
    """
    beside = warehouse.parent
    command = [str(DBT), "--no-use-colors", *arguments]
    command += ["--project-dir", str(project), "--profiles-dir", str(project)]
    command += ["--target-path", str(beside / "target"), "--log-path", str(beside / "logs")]
    if variables is not None:
        command += ["--vars", variables]
    return subprocess.run(
        command,
        cwd=cwd,
        env={
            **os.environ,
            "PWD": str(cwd),
            "WAREHOUSE_PATH": str(warehouse),
            **(environment or {}),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )


def query(warehouse: Path, sql: str) -> list[tuple]:
    """Rows of a query on a warehouse, opened read-only."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def project_dir() -> Path:
    """The project's folder."""
    return PROJECT


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse built from the sample: seeds, models and data tests, all passed."""
    warehouse = tmp_path_factory.mktemp("sample") / "warehouse.duckdb"
    built = run_dbt(*BUILD, warehouse=warehouse)
    assert built.returncode == 0, built.stdout
    return warehouse


@pytest.fixture(scope="session")
def manifest(sample_warehouse: Path) -> dict[str, Any]:
    """What dbt knows of the project: the manifest of the build of the sample."""
    return json.loads((sample_warehouse.parent / "target" / "manifest.json").read_text())


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Connection string of a PostgreSQL server of our own."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    with postgres_server(binaries) as dsn:
        yield dsn


@pytest.fixture
def database(postgres: str, numbers: Iterator[int]) -> str:
    """Connection string of an empty database of PostgreSQL."""
    name = f"test_{next(numbers)}"
    ask(postgres, f"create database {name}")
    return postgres.replace("dbname=postgres", f"dbname={name}")


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    """One number after the other, for names that occur once."""
    return count()


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A folder in which a small build is published: build_1, all of whose cells say 1."""
    publish(tmp_path / "published", "build_1", small(1))
    return tmp_path / "published"
