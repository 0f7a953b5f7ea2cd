"""What a team's BI client must be able to do with the published marts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from .client import Client

READ_ONLY = {"connect_args": {"read_only": True, "config": {"enable_external_access": False}}}
"""Superset's engine parameters for a DuckDB file: it writes nothing, and SQL reaches no other."""


@dataclass(frozen=True)
class Connection:
    """A database that Superset reads the marts from.

    Attributes:
        name: in Superset.
        uri: for SQLAlchemy.
        schema: in which the marts are there.
        parameters: of its engine.
    """

    name: str
    uri: str
    schema: str
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """Rows of a mart: in the file, in SQL Lab, in a chart on a dataset."""

    mart: str
    rows: int
    in_sql_lab: int
    in_chart: int

    @property
    def is_right(self) -> bool:
        """Whether Superset says what the file holds."""
        return self.rows == self.in_sql_lab == self.in_chart


def duckdb_file(path: Path) -> Connection:
    """The published file. Its link is named, not the build: the next one is seen through it."""
    return Connection("marts in DuckDB", f"duckdb:///{path.absolute()}", "main", READ_ONLY)


def postgres(uri: str) -> Connection:
    """The schema that to_postgres writes."""
    return Connection("marts in PostgreSQL", uri, "marts", {})


def rows_of(file: Path) -> dict[str, int]:
    """Rows by mart, as DuckDB itself counts them."""
    with duckdb.connect(str(file), read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
        return {
            name: connection.execute(f'select count(*) from "{name}"').fetchall()[0][0]
            for (name,) in names
        }


def ask_marts(client: Client, connection: Connection, rows: dict[str, int]) -> Iterator[Answer]:
    """Ask Superset for every KPI mart, in SQL Lab and in a chart.

    Args:
        client: of a running Superset.
        connection: to be made there.
        rows: by mart, as they should be.

    Yields:
        An answer for each mart; a mart that Superset does not list has -1 rows there.
    """
    database = client.connect(connection.name, connection.uri, connection.parameters)
    listed = client.tables(database, connection.schema)
    for mart, count in rows.items():
        if mart not in listed:
            yield Answer(mart, count, -1, -1)
        elif mart.startswith("kpi_"):
            sql = f"select count(*) as number from {connection.schema}.{mart}"
            found = client.query(database, sql)[0]["number"]
            dataset = client.dataset(database, connection.schema, mart)
            yield Answer(mart, count, found, client.chart(dataset, "count(*)"))
            client.forget(dataset)
