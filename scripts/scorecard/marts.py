"""The published marts, only read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from .formats import AMOUNT, MONEY

Row = dict[str, Any]


class CannotRead(Exception):
    """There are no marts at the place given; the message says so in one line."""


@dataclass(frozen=True)
class Definition:
    """What the documentation says of a mart and of some of its columns.

    Attributes:
        mart: its name.
        text: what one row is, and how.
        columns: name and text of each column asked for.
    """

    mart: str
    text: str
    columns: list[tuple[str, str]]


class Marts:
    """Queries over the marts.

    Args:
        connection: in which names without a schema are those of the marts.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, sql: str) -> list[Row]:
        """All rows of a query, by column name."""
        found = self._connection.execute(sql)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def value(self, sql: str) -> Any:
        """The only value of a query."""
        return self._connection.execute(sql).fetchall()[0][0]

    @cached_property
    def currency(self) -> str | None:
        """Code of the currency of all amounts; None while the team has named none."""
        return self.value("select max(currency) from dim_kpis")

    @cached_property
    def money(self) -> str:
        """The unit of an amount in a sentence, where its currency is named."""
        return f"{MONEY} {self.currency}" if self.currency else MONEY

    @cached_property
    def amount(self) -> str:
        """The unit of an amount below a heading that names the currency, see in_currency."""
        return f"{AMOUNT} {self.currency}" if self.currency else AMOUNT

    def in_currency(self, heading: str) -> str:
        """The heading of a chart or column of amounts, with their currency."""
        return f"{heading}, {self.currency}" if self.currency else heading

    def definition(self, mart: str, *columns: str) -> Definition:
        """The comments of a mart and of the columns named, as far as there are any."""
        told = "database_name = current_database() and schema_name = current_schema()"
        text = self.value(
            f"select any_value(comment) from duckdb_tables() where {told} and table_name = '{mart}'"
        )
        comments = {
            row["column_name"]: row["comment"]
            for row in self.rows(
                f"select column_name, comment from duckdb_columns() where {told}"
                f" and table_name = '{mart}' and comment is not null"
            )
        }
        return Definition(
            mart, text or "", [(name, comments[name]) for name in columns if name in comments]
        )


@contextmanager
def open_marts(file: Path) -> Iterator[Marts]:
    """Open a file of published marts.

    Args:
        file: DuckDB file that was published, or a warehouse.

    Raises:
        CannotRead: there is no such file, or no marts are in it.
    """
    if not file.is_file():
        raise CannotRead(f"{file} does not exist: publish the marts first")
    with duckdb.connect() as connection:
        path = str(file).replace("'", "''")
        try:
            connection.execute(f"attach '{path}' as published (read_only)")
        except duckdb.Error as error:
            raise CannotRead(
                f"{file} is no DuckDB file, or a build is writing it: name the marts.duckdb that"
                " was published"
            ) from error
        # A published file holds the marts in its main schema, a warehouse in the schema marts.
        found = connection.execute(
            "select schema_name from duckdb_tables()"
            " where database_name = 'published' and table_name = 'kpi_scorecard'"
        ).fetchall()
        if not found:
            raise CannotRead(f"{file} holds no marts: name the marts.duckdb that was published")
        connection.execute(f"use published.{found[0][0]}")
        yield Marts(connection)
