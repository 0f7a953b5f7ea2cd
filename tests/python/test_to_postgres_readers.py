"""The published marts in PostgreSQL while others read them, and when the command is killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from conftest import PROJECT
from postgres_server import ask, builds_in, publish, schemas_in, small
from to_postgres.__main__ import main

QUEUED = "select 1 from pg_locks where mode = 'AccessExclusiveLock' and not granted"


def start(published: Path, dsn: str, *options: str) -> subprocess.Popen:
    """The command in a process of its own, its connection from libpq's environment."""
    settings = dict(part.split("=") for part in dsn.split())
    environment = {f"PG{key.upper()}": value for key, value in settings.items()}
    environment["PGDATABASE"] = environment.pop("PGDBNAME")
    return subprocess.Popen(
        [sys.executable, "-m", "to_postgres", "--published", str(published), *options],
        env={**os.environ, **environment, "PYTHONPATH": str(PROJECT / "scripts")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(dsn: str, condition: str) -> None:
    """Wait until a query returns a row."""
    for _ in range(400):
        if ask(dsn, condition):
            return
        time.sleep(0.05)
    raise AssertionError(f"never true: {condition}")


def test_killed_while_loading_it_leaves_the_one_before(published: Path, database: str) -> None:
    """kill -9 in the middle of a table."""
    assert main(["--published", str(published), database]) == 0
    long = small(2) + "create table marts.z as select i, i::varchar from range(4_000_000) as r (i)"
    publish(published, "build_2", long)
    process = start(published, database)
    wait_for(database, "select 1 from pg_stat_progress_copy where tuples_processed > 1000")
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    wait_for(database, "select 1 where not exists (select from pg_stat_progress_copy)")
    assert builds_in(database) == [(1, 300)]
    assert schemas_in(database) == ["marts"]


def test_killed_while_waiting_for_a_reader_it_leaves_the_one_before(
    published: Path, database: str
) -> None:
    """A transaction that has read a mart keeps its build, and others read meanwhile."""
    assert main(["--published", str(published), database]) == 0
    publish(published, "build_2", small(2))
    with psycopg.connect(database) as reader:
        reader.execute("select from marts.mart_1 limit 1")
        process = start(published, database)
        wait_for(database, QUEUED)
        began = time.monotonic()
        assert builds_in(database) == [(1, 300)]
        assert time.monotonic() - began < 5
        second = start(published, database)
        assert "another run is replacing schema marts" in second.communicate(timeout=60)[1]
        assert second.returncode == 1
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
    assert builds_in(database) == [(1, 300)]
    waited = start(published, database, "--wait", "60")
    assert (
        waited.communicate(timeout=90)[0] == "schema marts: 3 tables, 300 rows of build build_2\n"
    )
    assert builds_in(database) == [(2, 300)]


def test_a_reader_that_does_not_end_is_told(
    published: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """After --wait seconds the previous build stays."""
    assert main(["--published", str(published), database]) == 0
    publish(published, "build_2", small(2))
    with psycopg.connect(database) as reader:
        reader.execute("select from marts.mart_1 limit 1")
        assert main(["--published", str(published), "--wait", "1", database]) == 1
    assert "did not end within 1 seconds" in capsys.readouterr().err
    assert builds_in(database) == [(1, 300)]


def test_a_reader_is_not_ended_when_it_and_the_swap_wait_for_each_other(
    published: Path, database: str
) -> None:
    """It wants a mart that is locked already, and has read one that is not."""
    assert main(["--published", str(published), database]) == 0
    publish(published, "build_2", small(2))
    with psycopg.connect(database) as reader:
        reader.execute("select from marts.mart_2 limit 1")
        process = start(published, database)
        wait_for(database, QUEUED)
        # Whoever waits longer than PostgreSQL's deadlock_timeout has had its check by now.
        time.sleep(1.2)
        assert reader.execute("select max(build) from marts.mart_0").fetchone() == (1,)
    assert process.wait(timeout=60) == 0
    assert builds_in(database) == [(2, 300)]


TABLES = 12
READS = [f"select min(build), max(build), count(*) from marts.mart_{n}" for n in range(TABLES)]
TOGETHER = (
    "select min(build), max(build), count(*) from ("
    + " union all ".join(f"select build from marts.mart_{n}" for n in range(TABLES))
    + ") as x"
)


def read_in_one_transaction(connection: psycopg.Connection) -> set[tuple]:
    """Mart after mart in one snapshot."""
    return {connection.execute(read).fetchone() for read in READS}


def read_late(connection: psycopg.Connection) -> set[tuple]:
    """In a snapshot that was taken before the first mart is named."""
    connection.execute("select 1")
    time.sleep(0.3)
    return read_in_one_transaction(connection)


def read_at_once(connection: psycopg.Connection) -> set[tuple]:
    """All marts in one statement."""
    return {connection.execute(TOGETHER).fetchone()}


@pytest.mark.parametrize("read", [read_in_one_transaction, read_late, read_at_once])
def test_readers_see_one_build_and_no_error(
    read: Callable[[psycopg.Connection], set[tuple]], published: Path, database: str
) -> None:
    """Transactions in repeatable read, one after the other, over several swaps."""
    publish(published, "build_0", small(0, TABLES))
    assert main(["--published", str(published), database]) == 0
    seen: list[set[tuple]] = []
    failures: list[psycopg.Error] = []
    done = threading.Event()

    def reader() -> None:
        with psycopg.connect(database) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            while not done.is_set():
                try:
                    with connection.transaction():
                        seen.append(read(connection))
                except psycopg.Error as error:
                    failures.append(error)
                # Where somebody reads at every moment there is none for a swap.
                time.sleep(0.2)

    readers = [threading.Thread(target=reader) for _ in range(3)]
    for thread in readers:
        thread.start()
    try:
        for build in range(2, 6):
            publish(published, f"build_{build}", small(build, TABLES))
            assert main(["--published", str(published), "--wait", "60", database]) == 0
            # Of so many transactions one has begun after the swap.
            later = len(seen) + len(readers) + 1
            while len(seen) < later and all(thread.is_alive() for thread in readers):
                time.sleep(0.01)
    finally:
        done.set()
        for thread in readers:
            thread.join()
    assert failures == []
    wrong = [
        rows
        for rows in seen
        if len(rows) != 1 or any(low != high or n % 100 or not n for low, high, n in rows)
    ]
    assert wrong == []
    assert {build for rows in seen for build, _, _ in rows} >= {2, 3, 4, 5}
