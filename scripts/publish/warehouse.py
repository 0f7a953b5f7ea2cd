"""What is read from the warehouse: how its last build went, and the marts themselves."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from .catalog import SCHEMA, Mart
from .errors import CannotPublish

MARTS_FILE = "marts.duckdb"
PARQUET = "parquet"
DATA_PACKAGE = "datapackage.json"

STORAGE_VERSION = "v1.0.0"
"""The oldest storage that DuckDB 1.x still writes: drivers of BI tools lag behind."""

# Data Package types of DuckDB's; a type that is not here is text.
FIELD_TYPES = {
    "BIGINT": "integer",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "DECIMAL": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}


@contextmanager
def open_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which the warehouse is attached, read-only, as `warehouse`.

    Args:
        path: DuckDB file that dbt built.

    Raises:
        CannotPublish: there is no such file, it is being written, it is no warehouse of this
            project, or its last build has not passed.
    """
    if not path.is_file():
        raise CannotPublish(f"there is no warehouse {path}: run `make build`, which makes it")
    with duckdb.connect() as connection:
        try:
            connection.execute(f"attach {quoted(str(path))} as warehouse (read_only)")
        except duckdb.IOException as error:
            reason = str(error).splitlines()[0]
            if "lock" in reason:
                reason = f"a build is writing it; publish when that has ended ({reason})"
            raise CannotPublish(f"{path} cannot be read: {reason}") from error
        _check_build(connection, path)
        yield connection


def _check_build(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    try:
        found = connection.execute("select state, detail from warehouse.builds.last_build")
    except duckdb.CatalogException as error:
        raise CannotPublish(
            f"{path} does not say how it was built (no table builds.last_build): run `make build`"
        ) from error
    state, detail = found.fetchone() or ("running", "")
    if state != "passed":
        raise CannotPublish(f"the last build of {path} is {state}: {detail}; run `make build`")


def read_as_of(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """The moment the marts describe, UTC; None when there is not one ticket or event."""
    found = connection.execute(f"select max(as_of) from warehouse.{SCHEMA}.dq_raw_tables")
    return found.fetchall()[0][0]


def is_sample(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the warehouse was built from the made-up shop in seeds/raw."""
    found = connection.execute(
        f"select bool_and(read_from like 'seeds/raw/%') from warehouse.{SCHEMA}.dq_raw_tables"
    )
    return bool(found.fetchall()[0][0])


def copy_marts(
    connection: duckdb.DuckDBPyConnection,
    marts: list[Mart],
    folder: Path,
    most_rows: int | None = None,
) -> dict[str, int]:
    """Write the marts into a folder: one DuckDB file, a Parquet file each, a data package.

    In marts.duckdb they stand in the main schema: DuckDB calls an open file by its name, so
    that `marts.kpi_scorecard` is the same there as in the warehouse. With a schema of that
    name in the file, DuckDB could not tell which of the two is meant, and would refuse.

    Args:
        connection: see open_warehouse.
        marts: what is published; the warehouse's other tables are left out.
        folder: an empty one.
        most_rows: a mart of more is a Parquet file, and in marts.duckdb a view on that, for
            drop_views to remove; None: there is none too large.

    Returns:
        Rows by mart.

    Raises:
        CannotPublish: the warehouse lacks a mart, or its columns are not the manifest's.
    """
    _check_tables(connection, marts)
    (folder / PARQUET).mkdir()
    connection.execute(
        f"attach {quoted(str(folder / MARTS_FILE))} as published"
        f" (storage_version '{STORAGE_VERSION}')"
    )
    rows = {}
    for mart in marts:
        found = connection.execute(f"select count(*) from warehouse.{SCHEMA}.{mart.name}")
        rows[mart.name] = found.fetchall()[0][0]
        is_large = most_rows is not None and rows[mart.name] > most_rows
        (_write_large if is_large else _copy_mart)(connection, mart, folder)
    package = {"name": SCHEMA, "resources": [_resource(connection, mart) for mart in marts]}
    (folder / DATA_PACKAGE).write_text(json.dumps(package, indent=1) + "\n", encoding="utf-8")
    connection.execute("detach published")
    return rows


def drop_views(marts_file: Path) -> list[str]:
    """Leave nothing in a file of marts but tables: a view leads to a folder that is moved.

    Args:
        marts_file: as copy_marts wrote it.

    Returns:
        Names of the marts that are in Parquet only.
    """
    with duckdb.connect(str(marts_file)) as connection:
        views = connection.execute(
            "select view_name from duckdb_views() where not internal order by view_name"
        ).fetchall()
        for (name,) in views:
            connection.execute(f"drop view {name}")
    return [name for (name,) in views]


def _write_large(connection: duckdb.DuckDBPyConnection, mart: Mart, folder: Path) -> None:
    """Write a mart as it is read, without holding it or its order."""
    file = quoted(str(folder / PARQUET / f"{mart.name}.parquet"))
    connection.execute("set preserve_insertion_order = false")
    connection.execute(
        f"copy warehouse.{SCHEMA}.{mart.name} to {file} (format parquet, compression zstd)"
    )
    connection.execute("reset preserve_insertion_order")
    connection.execute(f"create view published.{mart.name} as from read_parquet({file})")


def _copy_mart(connection: duckdb.DuckDBPyConnection, mart: Mart, folder: Path) -> None:
    table = f"published.{mart.name}"
    file = quoted(str(folder / PARQUET / f"{mart.name}.parquet"))
    connection.begin()  # one write to disk a mart, not one a comment
    connection.execute(f"create table {table} as from warehouse.{SCHEMA}.{mart.name}")
    connection.execute(f"comment on table {table} is {quoted(mart.description)}")
    for column in mart.columns:
        comment = quoted(column.description)
        connection.execute(f"comment on column {table}.{column.name} is {comment}")
    connection.commit()
    connection.execute(f"copy {table} to {file} (format parquet, compression zstd)")


def _check_tables(connection: duckdb.DuckDBPyConnection, marts: list[Mart]) -> None:
    """Hold the warehouse's tables to the manifest's."""
    found = _columns(connection, "warehouse", SCHEMA)
    for mart in marts:
        columns = [name for name, _ in found.get(mart.name, [])]
        if columns != [column.name for column in mart.columns]:
            raise CannotPublish(
                f"{SCHEMA}.{mart.name} has not the columns that target/manifest.json says: the"
                " project was changed after the build; run `make build`"
            )


def _columns(
    connection: duckdb.DuckDBPyConnection, database: str, schema: str
) -> dict[str, list[tuple[str, str]]]:
    """Names and types of columns by mart, in the tables' order."""
    found = connection.execute(
        "select table_name, column_name, data_type from duckdb_columns()"
        " where database_name = ? and schema_name = ? order by table_name, column_index",
        [database, schema],
    )
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, name, data_type in found.fetchall():
        columns.setdefault(table, []).append((name, data_type))
    return columns


def _resource(connection: duckdb.DuckDBPyConnection, mart: Mart) -> dict:
    """A mart as a resource of a data package (https://specs.frictionlessdata.io)."""
    types = dict(_columns(connection, "published", "main")[mart.name])
    return {
        "name": mart.name,
        "path": f"{PARQUET}/{mart.name}.parquet",
        "format": "parquet",
        "description": mart.description,
        "schema": {
            "fields": [
                {
                    "name": column.name,
                    "type": FIELD_TYPES.get(types[column.name].split("(")[0], "string"),
                    "description": column.description,
                    **({"constraints": {"required": True}} if column.is_required else {}),
                }
                for column in mart.columns
            ],
            "primaryKey": list(mart.key),
        },
    }


def quoted(text: str) -> str:
    """A SQL literal."""
    return "'" + text.replace("'", "''") + "'"
