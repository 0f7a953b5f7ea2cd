"""Measure a build: `PYTHONPATH=scripts/makers python -m bench [--tickets N]`."""

import argparse
import sys
from pathlib import Path

import duckdb

from .dbt import build_warehouse
from .fixed_cost import measure_fixed_cost
from .floor import measure_floor
from .raw_tables import make_raw_tables
from .report import as_text, write_report
from .results import as_results
from .settings import DUCKDB, ENGINES, CannotRun, Settings
from .spark import build_on_spark


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those after the name; None for the process's own.

    Returns:
        0 when everything was measured, 2 when it could not be.
    """
    parser = argparse.ArgumentParser(
        prog="bench", description="Build a large made-up shop and tell where the time goes."
    )
    parser.add_argument("--tickets", type=int, default=Settings.tickets, metavar="N")
    parser.add_argument("--out", type=Path, default=Settings.out, help="folder to work in")
    parser.add_argument("--threads", type=int, default=Settings.threads, metavar="N")
    parser.add_argument("--memory-limit", default=Settings.memory_limit, metavar="SIZE")
    parser.add_argument("--engine", choices=ENGINES, default=Settings.engine)
    parser.add_argument(
        "--shuffle-partitions", type=int, metavar="N", help="of Spark; default: by the tickets"
    )
    parser.add_argument(
        "--no-fixed-cost", action="store_true", help="leave out the sample and the empty project"
    )
    given = parser.parse_args(arguments)
    try:
        measure(
            Settings(
                tickets=given.tickets,
                out=given.out.absolute(),
                threads=given.threads,
                memory_limit=given.memory_limit,
                has_fixed_cost=not given.no_fixed_cost and given.engine == DUCKDB,
                engine=given.engine,
                shuffle_partitions=given.shuffle_partitions,
            )
        )
    except (CannotRun, ValueError, OSError, duckdb.Error) as error:
        print(f"bench: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    return 0


def measure(settings: Settings) -> None:
    """Measure, print the report and write it.

    Args:
        settings: what to measure.

    Raises:
        CannotRun: dbt did not succeed.
        OSError: the folder cannot be written to.
        duckdb.Error: a table is missing, or the disk is full.
    """
    tell(f"raw tables of {settings.tickets:,} tickets in {settings.raw}")
    if not make_raw_tables(settings):
        tell("  there already")
    floor = fixed_cost = None
    if settings.engine == DUCKDB:
        tell("build")
        build = build_warehouse(settings)
        tell("floor")
        floor = measure_floor(settings)
    else:
        tell(f"build on {settings.engine}")
        build = build_on_spark(settings)
    if settings.has_fixed_cost:
        tell("sample and empty project")
        fixed_cost = measure_fixed_cost(settings)
    results = as_results(settings, build, floor, fixed_cost)
    path = write_report(results, settings.folder)
    print(as_text(results))
    print(f"\nReport: {path}")


def tell(line: str) -> None:
    """Say what is being done: it may take a while."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
