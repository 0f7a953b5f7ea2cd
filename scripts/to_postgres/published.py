"""Read-only look at one published build: its tables, their columns, comments and keys."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from .errors import CannotRun

DATABASE = "build"
"""What the file is called in the connection: a name that is none of its schemas."""

FRUGAL = {"threads": 1, "memory_limit": "256MB"}
"""More threads hold finished pieces back for those before them, a gigabyte where one thread,
as fast as PostgreSQL is, needs none. And DuckDB would keep all that it has read of the file."""


@dataclass(frozen=True)
class Column:
    """A column of a mart, with the type that DuckDB gives it."""

    name: str
    type: str
    is_required: bool
    comment: str | None


@dataclass(frozen=True)
class Table:
    """A mart.

    Attributes:
        name: without the schema.
        schema: where it stands in the file.
        comment: what a row is.
        columns: in their order.
        key: names of the columns that together name a row; empty where none is told.
    """

    name: str
    schema: str
    comment: str | None
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def texts(self) -> list[str]:
        """Names of the columns that hold text."""
        return [column.name for column in self.columns if column.type == "VARCHAR"]


@dataclass(frozen=True)
class Build:
    """A published build, open for reading.

    Attributes:
        name: the build's id.
        tables: all marts, by name.
        connection: in which its DuckDB file is attached.
    """

    name: str
    tables: tuple[Table, ...]
    connection: duckdb.DuckDBPyConnection


@contextmanager
def open_build(published: Path) -> Iterator[Build]:
    """Open the current build. A later publication changes nothing of what is read here.

    Args:
        published: the folder that holds `current`.

    Yields:
        The build.

    Raises:
        CannotRun: nothing is published, or the build is not complete.
    """
    # Resolved once: `current` may name another build by the time the next file is opened.
    folder = (published / "current").resolve()
    if not folder.is_dir():
        raise CannotRun(f"nothing is published in {published}: run `make build`")
    with duckdb.connect(config=FRUGAL) as connection:
        try:
            package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
            file = str(folder / "marts.duckdb").replace("'", "''")
            connection.execute(f"attach '{file}' as {DATABASE} (read_only)")
        except (OSError, ValueError, duckdb.Error) as error:
            line = str(error).splitlines()[0]
            raise CannotRun(
                f"{folder} holds no complete build: {line}; run `make build`"
            ) from error
        yield Build(folder.name, read_tables(connection, package["resources"]), connection)


def read_tables(
    connection: duckdb.DuckDBPyConnection, resources: list[dict[str, Any]]
) -> tuple[Table, ...]:
    """All marts, with what the file and its data package know of them.

    Args:
        connection: in which the file is attached.
        resources: of the data package, which tells what is required and the keys.

    Returns:
        The tables by name.
    """
    schemas = {resource["name"]: resource["schema"] for resource in resources}
    tables = connection.execute(
        "select schema_name, table_name, comment from duckdb_tables()"
        " where database_name = ? order by table_name",
        [DATABASE],
    ).fetchall()
    return tuple(
        Table(
            name=name,
            schema=schema,
            comment=comment,
            columns=read_columns(connection, name, schemas[name]["fields"]),
            key=tuple(schemas[name].get("primaryKey", ())),
        )
        for schema, name, comment in tables
    )


def read_columns(
    connection: duckdb.DuckDBPyConnection, table: str, fields: list[dict[str, Any]]
) -> tuple[Column, ...]:
    """The columns of a mart in their order."""
    required = {
        field["name"] for field in fields if field.get("constraints", {}).get("required", False)
    }
    found = connection.execute(
        "select column_name, data_type, comment from duckdb_columns()"
        " where database_name = ? and table_name = ? order by column_index",
        [DATABASE, table],
    ).fetchall()
    return tuple(Column(name, kind, name in required, comment) for name, kind, comment in found)
