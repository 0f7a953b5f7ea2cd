"""Puts the new schema in the place of the one before, and lets the reader role read it.

All of it happens in the transaction that loads the new schema: until it commits nothing has
changed, and a process that ends before that, however it ends, leaves nothing behind.
"""

import json
import time
from itertools import cycle

import psycopg
from psycopg import sql

from .errors import CannotRun, Refused
from .published import Build

MARK = "Written, and replaced whole, by to_postgres of service-to-revenue."
"""First line of the comment on schemas made here; no other schema is ever replaced."""

LOCK_SECONDS = (0.02, 0.05, 0.1, 0.2, 0.5)
"""How long readers may have to queue behind a swap that itself waits for a reader, try by try,
and how long they are left alone afterwards. Short tries find a gap between transactions, long
ones make one where queries follow each other. All are less than the second after which
PostgreSQL looks for deadlocks, so that no reader is sacrificed to one."""


def lock_run(connection: psycopg.Connection, schema: str) -> None:
    """Let no second run replace the same schema at the same time.

    Raises:
        Refused: another run does so now.
    """
    key = f"to_postgres {schema}"
    found = connection.execute("select pg_try_advisory_xact_lock(hashtext(%s))", [key]).fetchone()
    if found != (True,):
        raise Refused(f"another run is replacing schema {schema}: wait until it has ended")


def own_tables(connection: psycopg.Connection, schema: str) -> list[str] | None:
    """The tables of a schema that were written here.

    Args:
        connection: to the database.
        schema: that is to be replaced.

    Returns:
        Names of tables that are still there; None where there is no such schema.

    Raises:
        Refused: the schema was made by somebody else.
    """
    found = connection.execute(
        "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = %s",
        [schema],
    ).fetchone()
    if found is None:
        return None
    first, _, rest = (found[0] or "").partition("\n")
    if first != MARK:
        raise Refused(
            f"schema {schema} was not made by this command: "
            "rename it, or name another with --schema"
        )
    rows = connection.execute(
        "select tablename from pg_tables where schemaname = %s and tablename = any(%s)"
        " order by tablename",
        [schema, json.loads(rest)["tables"]],
    )
    return [name for (name,) in rows]


def mark(connection: psycopg.Connection, schema: str, build: Build) -> None:
    """Note on a schema that it was made here, of which build, and with which tables."""
    content = {"build": build.name, "tables": [table.name for table in build.tables]}
    connection.execute(
        sql.SQL("comment on schema {} is {}").format(
            sql.Identifier(schema), sql.Literal(f"{MARK}\n{json.dumps(content)}")
        )
    )


def let_read(connection: psycopg.Connection, schema: str, role: str) -> None:
    """Let a role read a schema and do nothing else with it; a missing role is made.

    Args:
        connection: of the schema's owner.
        schema: made in this transaction.
        role: a group, without login; users become its members.

    Raises:
        CannotRun: the role may write, or is missing and may not be made.
    """
    found = connection.execute(
        "select pg_has_role(rolname, current_user, 'member') from pg_roles where rolname = %s",
        [role],
    ).fetchone()
    name = sql.Identifier(role)
    if found is None:
        try:
            connection.execute(sql.SQL("create role {} nologin").format(name))
        except psycopg.errors.InsufficientPrivilege as error:
            raise CannotRun(
                f"there is no role {role} and you may not make one: "
                f"ask for `create role {role} nologin`, or name another with --reader-role"
            ) from error
    elif found[0]:
        raise CannotRun(f"role {role} could write, too: name another with --reader-role")
    namespace = sql.Identifier(schema)
    connection.execute(sql.SQL("grant usage on schema {} to {}").format(namespace, name))
    connection.execute(
        sql.SQL("grant select on all tables in schema {} to {}").format(namespace, name)
    )


def replace(
    connection: psycopg.Connection, schema: str, new: str, old_tables: list[str] | None, wait: float
) -> None:
    """Drop a schema that was made here and give its name to the new one.

    Args:
        connection: in the transaction that made the new schema, at its end.
        schema: the name that readers know.
        new: name of the new schema.
        old_tables: of the schema before; None where there was none.
        wait: seconds to wait for readers.

    Raises:
        Refused: readers did not end in time, or somebody's objects depend on the old tables.
    """
    namespace = sql.Identifier(schema)
    if old_tables is not None:
        names = [sql.Identifier(schema, table) for table in old_tables]
        try:
            if names:
                tables = sql.SQL(", ").join(names)
                lock_out_readers(connection, tables, wait)
                connection.execute(sql.SQL("drop table {} restrict").format(tables))
            connection.execute(sql.SQL("drop schema {} restrict").format(namespace))
        except psycopg.errors.DependentObjectsStillExist as error:
            dependents = (error.diag.message_detail or "").replace("\n", "; ")
            raise Refused(f"{dependents}: drop or move what is not of this command") from error
    connection.execute(
        sql.SQL("alter schema {} rename to {}").format(sql.Identifier(new), namespace)
    )


def lock_out_readers(connection: psycopg.Connection, tables: sql.Composed, wait: float) -> None:
    """Wait for the moment at which nobody reads any of the tables, and hold it.

    Whoever has read one of them in a transaction still open may want the next one, and must
    find the same build there. So all are locked at once, or none.

    Raises:
        Refused: there was no such moment.
    """
    deadline = time.monotonic() + wait
    for seconds in cycle(LOCK_SECONDS):
        try:
            with connection.transaction():
                # Not lock_timeout: it would count each table afresh.
                timeout = sql.Literal(f"{seconds}s")
                connection.execute(sql.SQL("set local statement_timeout = {}").format(timeout))
                connection.execute(sql.SQL("lock table {} in access exclusive mode").format(tables))
                connection.execute("set local statement_timeout = 0")
            return
        except psycopg.errors.QueryCanceled as error:
            if time.monotonic() + seconds > deadline:
                raise Refused(
                    f"transactions that read the tables did not end within {wait:g} seconds: "
                    "end them, or wait longer with --wait"
                ) from error
        time.sleep(seconds)
