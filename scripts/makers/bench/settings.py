"""What can be asked of a benchmark, and where it works."""

import re
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
OUT = PROJECT / "target" / "bench"
TICKETS = 1_000_000
THREADS = 2
MEMORY_LIMIT = "6GB"


class CannotRun(Exception):
    """The benchmark cannot be run or did not get through; the message is one line."""


@dataclass(frozen=True)
class Settings:
    """One benchmark.

    Args:
        tickets: how many tickets, 1,000 or more.
        out: folder of all benchmarks; this one works in a folder of its own there.
        threads: of dbt, and of DuckDB.
        memory_limit: of DuckDB, as DuckDB writes it.
        has_fixed_cost: whether the sample is compared with a project that does nothing.

    Raises:
        ValueError: for a value that cannot be.
    """

    tickets: int = TICKETS
    out: Path = OUT
    threads: int = THREADS
    memory_limit: str = MEMORY_LIMIT
    has_fixed_cost: bool = True

    def __post_init__(self) -> None:
        if self.tickets < 1000:
            raise ValueError(f"tickets is {self.tickets}: give 1000 or more")
        if self.threads < 1:
            raise ValueError(f"threads is {self.threads}: give 1 or more")
        if not re.fullmatch(r"\d+(\.\d+)? ?[KMGT]i?B", self.memory_limit):
            raise ValueError(f"memory limit is {self.memory_limit!r}: write it like 8GB")

    @property
    def folder(self) -> Path:
        """Where this benchmark keeps its files."""
        return self.out / str(self.tickets)

    @property
    def raw(self) -> Path:
        """Folder of the generated raw tables."""
        return self.folder / "raw"

    @property
    def warehouse(self) -> Path:
        """The warehouse that is built from them."""
        return self.folder / "warehouse.duckdb"

    def engine(self, temporary: Path) -> dict[str, str | int]:
        """Configuration of a DuckDB connection that has what the build has.

        Args:
            temporary: folder to spill to.
        """
        return {
            "threads": self.threads,
            "memory_limit": self.memory_limit,
            "temp_directory": str(temporary),
        }
