"""A PostgreSQL server of the tests' own, and small builds to copy into it."""

import json
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psycopg

DEBIAN = Path("/usr/lib/postgresql")


def find_binaries() -> Path | None:
    """Folder of initdb and pg_ctl: Debian's newest, or where PATH has them; None for neither."""
    debian = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def postgres_server(binaries: Path) -> Iterator[str]:
    """Start a server that listens on a socket in its own folder and nowhere else.

    Args:
        binaries: see find_binaries.

    Yields:
        The connection string of its superuser.
    """
    # PostgreSQL does not run as root, and whom it runs as must reach the folder.
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    drop = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        folder = Path(name)
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)

        def run(program: str, *arguments: str) -> None:
            command = [str(binaries / program), "-D", str(folder / "data"), *arguments]
            # Output in a file: the server keeps it open, and a pipe would never end.
            with (folder / f"{program}.log").open("wb") as log:
                done = subprocess.run(
                    command, stdout=log, stderr=log, cwd=folder, check=False, **drop
                )
            assert done.returncode == 0, (folder / f"{program}.log").read_text()

        run("initdb", "--username=owner", "--auth=trust", "--encoding=UTF8", "--no-sync")
        settings = f"-F -c listen_addresses= -c unix_socket_directories={folder}"
        run("pg_ctl", "start", "--wait", "-o", settings)
        try:
            yield f"host={folder} user=owner dbname=postgres"
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate")


def ask(dsn: str, statement: str) -> list[tuple]:
    """Rows of a statement, if it has any."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        done = connection.execute(statement)
        return done.fetchall() if done.description else []


def builds_in(dsn: str) -> list[tuple]:
    """Which builds the small marts hold, and their rows."""
    return ask(
        dsn,
        "select b, count(*) from (select build as b from marts.mart_0 union all"
        " select build from marts.mart_1 union all select build from marts.mart_2) x group by b",
    )


def schemas_in(dsn: str) -> list[str]:
    """Schemas that are not PostgreSQL's own."""
    rows = ask(dsn, "select nspname from pg_namespace where nspname !~ '^(pg_|info)' order by 1")
    return [name for (name,) in rows if name != "public"]


Names = Mapping[str, Sequence[str]]


def publish(
    published: Path,
    name: str,
    make: str | Callable[[duckdb.DuckDBPyConnection], None],
    keys: Names | None = None,
    required: Names | None = None,
) -> None:
    """Publish a build.

    Args:
        published: folder of the publications.
        name: of the build.
        make: SQL, or a function of a connection, that makes the tables in `marts`.
        keys: key columns by table.
        required: columns that are never null, by table.
    """
    keys, required = keys or {}, required or {}
    folder = published / "builds" / name
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "marts.duckdb")) as connection:
        if callable(make):
            make(connection)
        else:
            connection.execute(make)
        columns: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "select table_name, column_name from duckdb_columns() where not internal"
        ).fetchall():
            columns.setdefault(table, []).append(column)
    resources = [
        {
            "name": table,
            "schema": {
                "fields": [
                    {"name": name, "constraints": {"required": name in required.get(table, ())}}
                    for name in names
                ],
                "primaryKey": keys.get(table, []),
            },
        }
        for table, names in columns.items()
    ]
    (folder / "datapackage.json").write_text(json.dumps({"name": "marts", "resources": resources}))
    link = published / "next"
    link.symlink_to(Path("builds") / name)
    link.replace(published / "current")


def small(build: int, tables: int = 3) -> str:
    """SQL of a build all of whose cells say which one it is."""
    return "".join(
        f"create table marts.mart_{number} as select {build}::bigint as build from range(100);"
        for number in range(tables)
    )
