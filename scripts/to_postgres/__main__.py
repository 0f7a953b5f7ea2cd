"""Copy the published marts: `PYTHONPATH=scripts python -m to_postgres [--schema NAME] [DSN]`."""

import argparse
import sys
from pathlib import Path

import duckdb
import psycopg

from .errors import CannotRun, Refused
from .load import load
from .published import open_build
from .swap import let_read, lock_run, mark, own_tables, replace

PUBLISHED = Path(__file__).resolve().parents[2] / "published"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those after the name; None for the process's own.

    Returns:
        0 when the schema holds the published build, 1 when what the database holds forbids
        that, 2 when it could not be done.
    """
    parser = argparse.ArgumentParser(
        prog="to_postgres", description="Copy the published marts into a schema of PostgreSQL."
    )
    parser.add_argument("--published", type=Path, default=PUBLISHED, help="folder, only read")
    parser.add_argument("--schema", default="marts", help="that is replaced (%(default)s)")
    parser.add_argument("--reader-role", default="bi_reader", help="may read (%(default)s)")
    parser.add_argument(
        "--wait", type=float, default=300, help="seconds to wait for readers (%(default)s)"
    )
    parser.add_argument(
        "--without-nul",
        action="store_true",
        help="leave out of texts the character NUL, which PostgreSQL cannot store",
    )
    parser.add_argument(
        "dsn", nargs="?", default="", help="connection string; else PGSERVICE, PGHOST and the like"
    )
    given = parser.parse_args(arguments)
    try:
        print(
            copy(
                given.published,
                given.dsn,
                given.schema,
                given.reader_role,
                given.wait,
                given.without_nul,
            )
        )
        return 0
    except (CannotRun, Refused, duckdb.Error, psycopg.Error) as error:
        print(f"to_postgres: {one_line(error)}", file=sys.stderr)
        return 1 if isinstance(error, Refused) else 2


def copy(
    published: Path, dsn: str, schema: str, role: str, wait: float, without_nul: bool = False
) -> str:
    """Replace a schema by the published build, all or nothing.

    Args:
        published: folder of the publications.
        dsn: connection string; what it leaves out comes from libpq's environment variables.
        schema: that is replaced.
        role: that may read it.
        wait: seconds to wait for readers.
        without_nul: leave the character NUL out of texts.

    Returns:
        What was done, in one line.

    Raises:
        CannotRun: nothing is published, or it cannot be written.
        Refused: the database holds what must not be replaced.
        duckdb.Error: the build cannot be read.
        psycopg.Error: there is no such database, or it refuses.
    """
    new = f"{schema}_next"
    with (
        open_build(published) as build,
        psycopg.connect(dsn, application_name="to_postgres", client_encoding="utf8") as connection,
    ):
        # The server's limits are meant for readers.
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(f"set local {limit} = 0")
        lock_run(connection, schema)
        old_tables = own_tables(connection, schema)
        rows = load(connection, build, new, without_nul)
        mark(connection, new, build)
        let_read(connection, new, role)
        replace(connection, schema, new, old_tables, wait)
    return f"schema {schema}: {len(build.tables)} tables, {rows} rows of build {build.name}"


def one_line(error: Exception) -> str:
    """The message of an error, with what PostgreSQL says beside it."""
    detail = error.diag.message_detail if isinstance(error, psycopg.Error) else None
    return " ".join(f"{str(error).splitlines()[0]} {detail or ''}".split())


if __name__ == "__main__":
    sys.exit(main())
