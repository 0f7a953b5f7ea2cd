"""Publish the last build: `PYTHONPATH=scripts python -m publish [--to FOLDER]`."""

import argparse
import errno
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from . import spark
from .catalog import read_catalog
from .errors import CannotPublish
from .swap import new_build
from .warehouse import (
    MARTS_FILE,
    PARQUET,
    copy_marts,
    drop_views,
    is_sample,
    open_warehouse,
    read_as_of,
)

PROJECT = Path(__file__).resolve().parents[2]
PROFILES = Path(os.getenv("DBT_PROFILES_DIR") or PROJECT)
LOGS = PROJECT / (os.getenv("DBT_LOG_PATH") or "logs")
PAGE = "scorecard.html"
SUMMARY = "summary.md"


@dataclass(frozen=True)
class Published:
    """What was published.

    Args:
        as_of: the moment the marts describe, UTC; None when there is not one ticket.
        rows: by mart.
        is_sample: whether they are of the made-up shop.
        large: names of those that are in no DuckDB file.
    """

    as_of: datetime | None
    rows: dict[str, int]
    is_sample: bool
    large: list[str]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those after the name; None for the process's own.

    Returns:
        0 when the build was published, 1 when it was not.
    """
    parser = argparse.ArgumentParser(
        prog="publish", description="Publish the marts of the last build, if it passed."
    )
    default = Path(os.environ.get("WAREHOUSE_PATH") or PROJECT / "warehouse.duckdb")
    parser.add_argument("--warehouse", type=Path, default=default, help="DuckDB file, only read")
    parser.add_argument("--manifest", type=Path, default=PROJECT / "target" / "manifest.json")
    parser.add_argument("--to", type=Path, default=PROJECT / "published", metavar="FOLDER")
    parser.add_argument(
        "--most-rows",
        type=int,
        default=os.environ.get("PUBLISH_MOST_ROWS") or None,
        help=f"a mart of more is Parquet only; on Spark {spark.MOST_ROWS:,} by itself",
    )
    given = parser.parse_args(arguments)
    try:
        if spark.is_spark(PROJECT, PROFILES):
            export = spark.exported(PROJECT, PROFILES, LOGS)
            shared = spark.shared_folder(PROJECT)
            most_rows = given.most_rows or spark.MOST_ROWS
            with spark.collected(read_catalog(given.manifest), export, shared) as warehouse:
                published = publish(warehouse, given.manifest, given.to, most_rows=most_rows)
        else:
            published = publish(
                given.warehouse, given.manifest, given.to, most_rows=given.most_rows
            )
    except (CannotPublish, OSError, duckdb.Error) as error:
        print(f"publish: {_in_words(error, given.to)}", file=sys.stderr)
        return 1
    marts_file = given.to / MARTS_FILE
    print(
        f"Published {len(published.rows)} marts{' of the made-up sample' * published.is_sample},"
        f" {sum(published.rows.values()):,} rows, as of"
        f" {f'{published.as_of} UTC' if published.as_of else 'never: there is no ticket'}\n"
        f"  DuckDB   {marts_file} ({marts_file.stat().st_size / 1e6:.1f} MB)\n"
        f"  Parquet  {given.to / PARQUET}{_too_large(published.large)}\n"
        f"  Page     {given.to / PAGE}\n"
        f"  Summary  {given.to / SUMMARY}"
    )
    return 0


def _too_large(marts: list[str]) -> str:
    """What is said of the marts that are in Parquet only."""
    return f" (too large for the DuckDB file: {', '.join(marts)})" if marts else ""


def _in_words(error: Exception, folder: Path) -> str:
    """What went wrong and what to do about it, on one line."""
    full = os.strerror(errno.ENOSPC)
    if full in str(error):
        return f"{folder}: {full}: make room there, or name another folder"
    if isinstance(error, OSError):
        return f"{error.filename or folder}: {error.strerror or error}: name another folder"
    reason = str(error).splitlines()[0]
    return f"{reason}: run `make build` again" if isinstance(error, duckdb.Error) else reason


def write_scorecard(marts: Path, page: Path) -> None:
    """Write the scorecard page of published marts, and its summary beside it.

    See the package scorecard.

    Raises:
        CannotPublish: they lack the scorecard.
    """
    # Only now: loading the chart library takes a second.
    from scorecard import write_page, write_summary  # noqa: PLC0415
    from scorecard.marts import CannotRead  # noqa: PLC0415

    try:
        write_page(marts, page)
        write_summary(marts, page.parent)
    except CannotRead as error:
        raise CannotPublish(f"{error}: run `make build`") from error


def publish(
    warehouse: Path,
    manifest: Path,
    folder: Path,
    write_page: Callable[[Path, Path], None] = write_scorecard,
    most_rows: int | None = None,
) -> Published:
    """Publish a warehouse's marts.

    Args:
        warehouse: DuckDB file that dbt built; only read.
        manifest: dbt's manifest.json of that build.
        folder: where builds are published, see swap.py.
        write_page: writes the page of the marts in a file to another file, and what belongs
            to it beside that.
        most_rows: of a mart in the DuckDB file; a larger one is in Parquet only. None: none is.

    Returns:
        What was published.

    Raises:
        CannotPublish: the last build has not passed, or cannot be read; what was published
            before stays as it is.
        OSError: the folder cannot be written.
        duckdb.Error: the marts cannot be read or written.
    """
    marts = read_catalog(manifest)
    with open_warehouse(warehouse) as connection:
        as_of = read_as_of(connection)
        name = f"{as_of:%Y%m%dT%H%M%S}" if as_of else "empty"
        of_sample = is_sample(connection)
        with new_build(folder, name, of_sample) as build:
            rows = copy_marts(connection, marts, build, most_rows)
            write_page(build / MARTS_FILE, build / PAGE)
            large = drop_views(build / MARTS_FILE) if most_rows is not None else []
        return Published(as_of, rows, of_sample, large)


if __name__ == "__main__":
    sys.exit(main())
