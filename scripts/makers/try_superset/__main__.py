"""Try Superset on the marts: `PYTHONPATH=scripts:scripts/makers python -m try_superset [URI]`."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import duckdb
import requests

from .check import Connection, ask_marts, duckdb_file, postgres, rows_of
from .client import Client
from .publication import BUILDS, builds_seen
from .server import CannotTry, install, superset

PUBLISHED = Path(__file__).resolve().parents[3] / "published"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those after the name; None for the process's own.

    Returns:
        0 when Superset shows what is published, 1 when it does not, 2 when that cannot be told.
    """
    parser = argparse.ArgumentParser(
        prog="try_superset", description="Ask Apache Superset for every published KPI mart."
    )
    parser.add_argument("--published", type=Path, default=PUBLISHED, help="folder, only read")
    parser.add_argument(
        "--postgres",
        metavar="URI",
        default=os.environ.get("SUPERSET_POSTGRES_URI"),
        help="SQLAlchemy's, of a database that to_postgres filled; $SUPERSET_POSTGRES_URI",
    )
    parser.add_argument("--python", default=sys.executable, help="that Superset is run with")
    given = parser.parse_args(arguments)
    try:
        return try_superset(given.published / "marts.duckdb", given.postgres, given.python)
    except (CannotTry, duckdb.Error, requests.RequestException) as error:
        print(f"try_superset: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2


def try_superset(file: Path, postgres_uri: str | None, python: str) -> int:
    """Install, start, ask, publish, stop.

    Args:
        file: the published DuckDB file.
        postgres_uri: of the same marts in PostgreSQL; None to leave that out.
        python: interpreter that Superset is run with.

    Returns:
        The exit status, see main.

    Raises:
        CannotTry: Superset cannot be installed, started or asked.
        duckdb.Error: the file cannot be read.
        requests.RequestException: Superset does not answer.
    """
    if not file.is_file():
        raise CannotTry(f"nothing is published at {file}: run `make build`")
    programs = install(python)
    with tempfile.TemporaryDirectory() as name, superset(programs, Path(name)) as (address, secret):
        client = Client(address, secret)
        connections = [duckdb_file(file)]
        if postgres_uri:
            connections.append(postgres(postgres_uri))
        is_right = all([tell_marts(client, connection, file) for connection in connections])
        return 0 if tell_publication(client, Path(name) / "published") and is_right else 1


def tell_marts(client: Client, connection: Connection, file: Path) -> bool:
    """Print the rows of each mart; whether all are right."""
    rows = rows_of(file)
    answers = list(ask_marts(client, connection, rows))
    print(f"{connection.name}: {len(rows)} tables in schema {connection.schema}")
    print(f"  {'mart':36} {'file':>7} {'SQL Lab':>7} {'chart':>7}")
    for answer in answers:
        verdict = "" if answer.is_right else "  wrong"
        print(
            f"  {answer.mart:36} {answer.rows:7} {answer.in_sql_lab:7} {answer.in_chart:7}{verdict}"
        )
    return bool(answers) and all(answer.is_right for answer in answers)


def tell_publication(client: Client, folder: Path) -> bool:
    """Print which builds Superset sees when one is published; whether it is the new one."""
    seen = builds_seen(client, folder)
    print("Publications while Superset is connected")
    for build, (in_sql_lab, in_chart) in zip(BUILDS, seen, strict=True):
        print(f"  build {build}: SQL Lab sees {sorted(in_sql_lab)}, a chart sees {in_chart}")
    return [answers for answers, _ in seen] == [{build} for build in BUILDS]


if __name__ == "__main__":
    sys.exit(main())
