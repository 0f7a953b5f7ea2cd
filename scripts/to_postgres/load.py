"""Writes a build into a new schema of PostgreSQL: tables, rows, keys and comments."""

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import duckdb
import psycopg
from psycopg import sql

from .errors import CannotRun, Refused
from .published import DATABASE, Build, Table

# What holds every value of DuckDB's type, and says so to whoever reads it. Decimals apart,
# with their precision.
TYPES = {
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "double precision",
    "FLOAT": "real",
    "INTEGER": "integer",
    "SMALLINT": "smallint",
    "TIMESTAMP": "timestamp without time zone",
    "VARCHAR": "text",
}
DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")

COLUMN = re.compile(r"line \d+(, column [^:]+)")
"""Where PostgreSQL says that it met a value, up to the value itself."""

CHUNK = 1 << 20
"""Bytes that are read from DuckDB at once."""

NULLS_NOT_DISTINCT = 15_00_00
"""The version of PostgreSQL that first can hold a key with nulls to its word."""


def load(
    connection: psycopg.Connection, build: Build, schema: str, without_nul: bool = False
) -> int:
    """Write all tables of a build into a schema made here.

    Args:
        connection: in a transaction that nobody else sees yet.
        build: what is written.
        schema: name of the new schema.
        without_nul: leave the character NUL out of texts.

    Returns:
        Rows of all tables.

    Raises:
        CannotRun: a column has a type or a value that PostgreSQL does not have, or two rows
            have the same key.
        Refused: there is such a schema.
        psycopg.Error: the server refuses; the transaction is lost.
        duckdb.Error: the build cannot be read to its end.
    """
    if not without_nul:
        check_no_nul(build)
    try:
        connection.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
    except psycopg.errors.DuplicateSchema as error:
        raise Refused(
            f"schema {schema} is needed while loading, and is there: rename it"
        ) from error
    rows = 0
    for table in build.tables:
        name = sql.Identifier(schema, table.name)
        connection.execute(create_table(name, table))
        rows += copy_rows(connection, build.connection, name, table, without_nul)
        if table.key:
            hold_to_key(connection, name, table)
        for comment in comments(name, table):
            connection.execute(comment)
        # The planner knows the new tables from the first query on.
        connection.execute(sql.SQL("analyze {}").format(name))
    return rows


def check_no_nul(build: Build) -> None:
    """Look for the one character that no text of PostgreSQL can hold, before anything is written.

    Raises:
        CannotRun: there is one; it is told where and in how many rows.
    """
    found = []
    for table in build.tables:
        if texts := table.texts:
            counts = ", ".join(f"count_if(contains({quoted(name)}, chr(0)))" for name in texts)
            row = build.connection.execute(f"select {counts} from {source_of(table)}").fetchone()
            pairs = zip(texts, row or (), strict=True)
            found += [f"{table.name}.{name} ({rows} rows)" for name, rows in pairs if rows]
    if found:
        raise CannotRun(
            f"texts hold the character NUL (0x00), which PostgreSQL cannot store: "
            f"{', '.join(found)}: remove it where the data comes from, or leave it out with "
            "--without-nul"
        )


def create_table(name: sql.Identifier, table: Table) -> sql.Composed:
    """The statement that makes a table like the mart, without rows."""
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}{}").format(
            sql.Identifier(column.name),
            sql.SQL(postgres_type(table, column.name, column.type)),
            sql.SQL(" not null" if column.is_required else ""),
        )
        for column in table.columns
    )
    return sql.SQL("create table {} ({})").format(name, columns)


def postgres_type(table: Table, column: str, duckdb_type: str) -> str:
    """PostgreSQL's name of a type.

    Raises:
        CannotRun: it has none that holds the same values.
    """
    if decimal := DECIMAL.fullmatch(duckdb_type):
        return f"numeric({decimal[1]}, {decimal[2]})"
    if duckdb_type not in TYPES:
        raise CannotRun(
            f"{table.name}.{column} is {duckdb_type}, which PostgreSQL does not have: "
            f"cast it to one of {', '.join(TYPES)} or a decimal"
        )
    return TYPES[duckdb_type]


def copy_rows(
    connection: psycopg.Connection,
    source: duckdb.DuckDBPyConnection,
    name: sql.Identifier,
    table: Table,
    without_nul: bool,
) -> int:
    """Stream the rows of a mart into a table: memory does not grow with them.

    Args:
        connection: to PostgreSQL.
        source: to the build.
        name: of the table there, made in this transaction.
        table: the mart.
        without_nul: see load.

    Returns:
        Number of rows.

    Raises:
        CannotRun: PostgreSQL does not have a value; the column is told, the value is not.
    """
    # Frozen rows are seen by transactions that began before this one commits, too. Without it
    # a repeatable read that began early would find the new tables empty.
    statement = sql.SQL("copy {} from stdin (format csv, freeze)").format(name)
    with connection.cursor() as cursor:
        try:
            with csv_of(source, table, without_nul) as reader, cursor.copy(statement) as copy:
                while chunk := os.read(reader, CHUNK):
                    copy.write(chunk)
        except psycopg.DataError as error:
            # PostgreSQL's own words quote the value.
            place = COLUMN.search(error.diag.context or "")
            raise CannotRun(
                f"{table.name}{place[1] if place else ''}: PostgreSQL cannot store a value"
                f" ({type(error).__name__}): mend it where the data comes from"
            ) from error
        return cursor.rowcount


@contextmanager
def csv_of(source: duckdb.DuckDBPyConnection, table: Table, without_nul: bool) -> Iterator[int]:
    """The rows of a mart as CSV: DuckDB writes them into a pipe while they are read from it.

    Text is quoted, so that an empty one is not taken for null, nor a lone \\. for the end.

    Yields:
        File descriptor to read from, up to its end.

    Raises:
        duckdb.Error: DuckDB could not write them all.
    """
    reader, writer = os.pipe()
    texts = [quoted(name) for name in table.texts]
    force_quote = f", force_quote ({', '.join(texts)})" if texts else ""
    replaced = ", ".join(f"replace({name}, chr(0), '') as {name}" for name in texts)
    columns = f"* replace ({replaced})" if texts and without_nul else "*"

    def write() -> None:
        try:
            source.cursor().execute(
                f"copy (select {columns} from {source_of(table)}) to '/dev/fd/{writer}'"
                f" (format csv, header false{force_quote})"
            )
        finally:
            os.close(writer)

    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(write)
        try:
            yield reader
        finally:
            # A writer whose reader has given up ends with a broken pipe.
            os.close(reader)
        written.result()


def source_of(table: Table) -> str:
    """Where a mart's rows are read from."""
    return ".".join(quoted(name) for name in (DATABASE, table.schema, table.name))


def quoted(name: str) -> str:
    """An identifier for DuckDB."""
    return '"' + name.replace('"', '""') + '"'


def hold_to_key(connection: psycopg.Connection, name: sql.Identifier, table: Table) -> None:
    """Hold a table to its key.

    Raises:
        CannotRun: two rows have the same; the rows themselves are not told.
    """
    version = connection.info.server_version
    try:
        try:
            with connection.transaction():
                connection.execute(add_key(name, table, version))
        except psycopg.errors.ProgramLimitExceeded:
            # A row of an index has room for 2,700 bytes: longer keys are told apart by a digest.
            connection.execute(add_digest_key(name, table, version))
    except psycopg.errors.UniqueViolation as error:
        raise CannotRun(
            f"{table.name}: rows share a key ({', '.join(table.key)}), so it was changed after it"
            " was published: run `make build`"
        ) from error


def add_digest_key(name: sql.Identifier, table: Table, server_version: int) -> sql.Composed:
    """The statement that holds a table to a key whose texts are too long for an index."""
    part, digest = sql.SQL("{}"), sql.SQL("md5({})")
    columns = sql.SQL(", ").join(
        (digest if key in table.texts else part).format(sql.Identifier(key)) for key in table.key
    )
    nulls = " nulls not distinct" if server_version >= NULLS_NOT_DISTINCT else ""
    return sql.SQL("create unique index on {} ({}){}").format(name, columns, sql.SQL(nulls))


def add_key(name: sql.Identifier, table: Table, server_version: int) -> sql.Composed:
    """The statement that holds a table to its key: primary where every part is required."""
    required = {column.name for column in table.columns if column.is_required}
    kind = "unique"
    if required.issuperset(table.key):
        kind = "primary key"
    elif server_version >= NULLS_NOT_DISTINCT:
        kind = "unique nulls not distinct"
    columns = sql.SQL(", ").join(sql.Identifier(column) for column in table.key)
    return sql.SQL("alter table {} add {} ({})").format(name, sql.SQL(kind), columns)


def comments(name: sql.Identifier, table: Table) -> Iterator[sql.Composed]:
    """The statements that say on the table and its columns what they are."""
    if table.comment:
        yield sql.SQL("comment on table {} is {}").format(name, sql.Literal(table.comment))
    for column in table.columns:
        if column.comment:
            yield sql.SQL("comment on column {}.{} is {}").format(
                name, sql.Identifier(column.name), sql.Literal(column.comment)
            )
