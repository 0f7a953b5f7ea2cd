"""What no build can save: reading the raw columns once and writing the marts once.

Reading is a scan whose rows are thrown away: `explain analyze select <columns>` runs the query
and drops what comes out. An aggregate would add its own work, and a plain one (count, min, max)
may be answered from the statistics of the files without reading a column.

Writing copies the finished marts into a new file, so it holds reading them as well.
"""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from .dbt import remove_warehouse
from .raw_tables import TABLES
from .settings import Settings

ROUNDS = 3


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and seconds of processor time."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Floor:
    """What reading and writing took, and the raw columns that were read."""

    read: Took
    write: Took
    columns: dict[str, list[str]]

    @property
    def total(self) -> Took:
        """Both together."""
        return Took(self.read.wall + self.write.wall, self.read.cpu + self.write.cpu)


def measure_floor(settings: Settings) -> Floor:
    """Measure the floor under a finished build.

    Args:
        settings: of the benchmark, whose warehouse is built.

    Returns:
        The fastest of a few rounds each: the machine may be busy with other things.

    Raises:
        duckdb.Error: the warehouse lacks staging tables or marts, or the disk is full.
    """
    config = settings.duckdb_config(settings.folder / "spill")
    with duckdb.connect(config=config) as connection:
        connection.execute(f"attach '{settings.warehouse}' as warehouse (read_only)")
        columns = {table: used_columns(connection, table) for table in TABLES}
        marts = mart_tables(connection)
        copy = settings.folder / "floor.duckdb"
        reads = [took(lambda: read_raw(connection, settings, columns)) for _ in range(ROUNDS)]
        writes = [took(lambda: write_marts(connection, marts, copy)) for _ in range(ROUNDS)]
        remove_warehouse(copy)
    return Floor(fastest(reads), fastest(writes), columns)


def used_columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a raw table that the models use: those that its staging table carries.

    Args:
        connection: with the finished warehouse attached.
        table: name of a raw table.

    Raises:
        duckdb.Error: there is no such staging table.
    """
    query = """
        select column_name from duckdb_columns()
        where database_name = 'warehouse' and schema_name = 'staging'
            and table_name like 'stg_%' and split_part(table_name, '__', 2) = $table
        order by column_index
    """
    rows = connection.execute(query, {"table": table}).fetchall()
    if not rows:
        raise duckdb.CatalogException(f"the warehouse has no staging table of {table}")
    return [row[0] for row in rows]


def mart_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the marts."""
    query = """
        select table_name from duckdb_tables()
        where database_name = 'warehouse' and schema_name = 'marts'
        order by table_name
    """
    return [row[0] for row in connection.execute(query).fetchall()]


def read_raw(
    connection: duckdb.DuckDBPyConnection, settings: Settings, columns: dict[str, list[str]]
) -> None:
    """Read these columns of the raw tables, and nothing more."""
    for table, names in columns.items():
        source = f"read_parquet('{settings.raw / table}.parquet')"
        connection.execute(f"explain analyze select {', '.join(names)} from {source}").fetchall()


def write_marts(connection: duckdb.DuckDBPyConnection, marts: list[str], copy: Path) -> None:
    """Copy the marts into a new file."""
    remove_warehouse(copy)
    connection.execute(f"attach '{copy}' as copy")
    for mart in marts:
        connection.execute(f"create table copy.{mart} as select * from warehouse.marts.{mart}")
    # What is written is in the file only then.
    connection.execute("detach copy")


def took(work: Callable[[], None]) -> Took:
    """Do something and tell what it took."""
    began, used = time.perf_counter(), own_cpu()
    work()
    return Took(time.perf_counter() - began, own_cpu() - used)


def fastest(rounds: list[Took]) -> Took:
    """The least of each."""
    return Took(min(one.wall for one in rounds), min(one.cpu for one in rounds))


def own_cpu() -> float:
    """Seconds of processor time that this process has used, all its threads included."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
