"""The same build on Apache Spark: in one process, or on a cluster of processes on this machine."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from spark_cluster import Cluster, NotStarted

from .dbt import Build, Engine, build_with, read_models
from .measured import MIB
from .settings import SPARK, CannotRun, Settings

SCHEMA = "bench"


def build_on_spark(settings: Settings) -> Build:
    """Build the project from the raw tables of the benchmark, on Spark.

    Args:
        settings: of the benchmark.

    Returns:
        What the seeds and the models took.

    Raises:
        CannotRun: there is no Spark, its cluster did not start, or dbt did not succeed.
    """
    dbt = settings.spark_python.with_name("dbt")
    if not dbt.exists():
        raise CannotRun(f"{dbt} is not there: run `make install-spark`")
    for left in ("warehouse", "metastore"):
        shutil.rmtree(settings.folder / left, ignore_errors=True)
    start = session if settings.engine == SPARK else cluster
    with start(settings) as engine:
        seeds, run = build_with(settings, engine)

    def count(schema: str, table: str) -> int:
        return count_rows(settings.warehouse / f"{schema}.db" / table)

    return Build(seeds, run, read_models(settings.warehouse, run, count))


@contextmanager
def session(settings: Settings) -> Iterator[Engine]:
    """Spark in a process that dbt starts."""
    environment = {
        "SPARK_WAREHOUSE": str(settings.warehouse),
        "SPARK_MASTER": f"local[{settings.threads}]",
        "SPARK_DRIVER_MEMORY": f"{settings.memory_bytes // MIB}m",
        "SPARK_LOCAL_DIRS": str(settings.folder / "local"),
    }
    yield as_engine(settings, environment)


@contextmanager
def cluster(settings: Settings) -> Iterator[Engine]:
    """A master, workers of one core each and the Thrift server, until the build is done.

    Raises:
        CannotRun: they do not answer.
    """
    memory = max(1, round(settings.memory_bytes / 1024 / MIB / settings.threads))
    try:
        with Cluster(
            settings.folder, settings.spark_python, workers=settings.threads, memory=memory
        ) as running:
            yield as_engine(settings, running.environment, running.sessions)
    except NotStarted as error:
        raise CannotRun(str(error)) from error


def as_engine(
    settings: Settings, environment: dict[str, str], sessions: list[int] | None = None
) -> Engine:
    """What dbt needs to know of Spark, however it runs."""
    asked = {
        "SPARK_SCHEMA": SCHEMA,
        "SPARK_DBT_THREADS": str(settings.threads),
        "SPARK_SHUFFLE_PARTITIONS": str(settings.partitions),
        "SPARK_SHARED": str(settings.folder / "shared"),
    }
    dbt = settings.spark_python.with_name("dbt")
    return Engine(dbt, settings.engine, {**environment, **asked}, sessions or [])


def count_rows(table: Path) -> int:
    """Rows of a table: each of its files tells its own.

    Args:
        table: folder of its Parquet files.
    """
    if not any(table.glob("*.parquet")):
        return 0
    query = "select sum(num_rows) from parquet_file_metadata($files)"
    return int(duckdb.execute(query, {"files": str(table / "*.parquet")}).fetchall()[0][0])


def spark_version(settings: Settings) -> str:
    """The version of PySpark that builds.

    Raises:
        subprocess.CalledProcessError: there is none.
    """
    asked = [str(settings.spark_python), "-c", "import pyspark; print(pyspark.__version__)"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
