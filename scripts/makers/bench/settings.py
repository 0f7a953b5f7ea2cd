"""What can be asked of a benchmark, and where it works."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
OUT = PROJECT / "target" / "bench"
TICKETS = 1_000_000
THREADS = 2
MEMORY_LIMIT = "6GB"
DUCKDB, SPARK, SPARK_THRIFT = ENGINES = ("duckdb", "spark", "spark_thrift")
"""What builds: the last two are targets of profiles.yml, Spark in one process and a cluster."""

TICKETS_PER_PARTITION = 250_000
"""Of these a part of a shuffle is some ten megabytes."""


class CannotRun(Exception):
    """The benchmark cannot be run or did not get through; the message is one line."""


@dataclass(frozen=True)
class Settings:
    """One benchmark.

    Args:
        tickets: how many tickets, 1,000 or more.
        out: folder of all benchmarks; this one works in a folder of its own there.
        threads: of dbt, and of DuckDB; cores of Spark, and workers of its cluster.
        memory_limit: of DuckDB, as DuckDB writes it; of Spark's objects, in one process or
            shared out among the workers.
        has_fixed_cost: whether the sample is compared with a project that does nothing, on
            DuckDB.
        engine: one of ENGINES.
        shuffle_partitions: of Spark; None: as many as the tickets ask for.

    Raises:
        ValueError: for a value that cannot be.
    """

    tickets: int = TICKETS
    out: Path = OUT
    threads: int = THREADS
    memory_limit: str = MEMORY_LIMIT
    has_fixed_cost: bool = True
    engine: str = DUCKDB
    shuffle_partitions: int | None = None

    def __post_init__(self) -> None:
        if self.tickets < 1000:
            raise ValueError(f"tickets is {self.tickets}: give 1000 or more")
        if self.threads < 1:
            raise ValueError(f"threads is {self.threads}: give 1 or more")
        if not re.fullmatch(r"\d+(\.\d+)? ?[KMGT]i?B", self.memory_limit):
            raise ValueError(f"memory limit is {self.memory_limit!r}: write it like 8GB")
        if self.engine not in ENGINES:
            raise ValueError(f"engine is {self.engine!r}: give one of {', '.join(ENGINES)}")
        if self.shuffle_partitions is not None and self.shuffle_partitions < 1:
            raise ValueError(f"shuffle partitions are {self.shuffle_partitions}: give 1 or more")

    @property
    def shop(self) -> Path:
        """Folder of one shop, whatever builds it."""
        return self.out / str(self.tickets)

    @property
    def folder(self) -> Path:
        """Where this benchmark keeps its files."""
        return self.shop if self.engine == DUCKDB else self.shop / self.engine

    @property
    def raw(self) -> Path:
        """Folder of the generated raw tables."""
        return self.shop / "raw"

    @property
    def warehouse(self) -> Path:
        """The warehouse that is built from them: a file of DuckDB, a folder of Spark."""
        return self.folder / ("warehouse.duckdb" if self.engine == DUCKDB else "warehouse")

    @property
    def memory_bytes(self) -> int:
        """The memory limit as a number."""
        number, unit = re.fullmatch(r"([\d.]+) ?([KMGT]i?)B", self.memory_limit).groups()
        step = 1024 if unit.endswith("i") else 1000
        return int(float(number) * step ** (1 + "KMGT".index(unit[0])))

    @property
    def spark_python(self) -> Path:
        """The Python that has PySpark: of .venv-spark, or what SPARK_PYTHON names."""
        return Path(os.environ.get("SPARK_PYTHON") or PROJECT / ".venv-spark" / "bin" / "python")

    @property
    def partitions(self) -> int:
        """Parts of a shuffle of Spark."""
        return self.shuffle_partitions or max(
            2 * self.threads, self.tickets // TICKETS_PER_PARTITION
        )

    def duckdb_config(self, temporary: Path) -> dict[str, str | int]:
        """Configuration of a DuckDB connection that has what the build has.

        Args:
            temporary: folder to spill to.
        """
        return {
            "threads": self.threads,
            "memory_limit": self.memory_limit,
            "temp_directory": str(temporary),
        }
