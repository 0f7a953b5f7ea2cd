"""Judge the last weeks: `PYTHONPATH=scripts python -m expectations [--warehouse FILE]`."""

import argparse
import os
import sys
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import duckdb

from .catalog import RATIO, SLICES
from .folder import check_folder, empty_folder
from .history import CannotRun, History, open_warehouse, read_weeks
from .settings import DATA_DOCS, HISTORY_WEEKS, PROJECT

DAY = "%Y-%m-%d"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those after the name; None for the process's own.

    Returns:
        0 when the last weeks are as expected, 1 when they are not, 2 when that cannot be told.
    """
    parser = argparse.ArgumentParser(
        prog="expectations", description="Hold the last weeks of a warehouse to the weeks before."
    )
    default = Path(os.environ.get("WAREHOUSE_PATH") or PROJECT / "warehouse.duckdb")
    parser.add_argument("--warehouse", type=Path, default=default, help="DuckDB file, only read")
    parser.add_argument("--data-docs", type=Path, default=DATA_DOCS, help="folder of the pages")
    names = [piece.name for piece in (*SLICES, RATIO)]
    parser.add_argument(
        "--suite", action="append", choices=names, metavar="NAME", help="only this one; repeatable"
    )
    given = parser.parse_args(arguments)
    try:
        return judge(given.warehouse, given.data_docs, given.suite or names)
    except (CannotRun, duckdb.Error) as error:
        print(f"expectations: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    except OSError as error:
        place = error.filename or given.data_docs
        reason = error.strerror or error
        print(f"expectations: {place}: {reason}: name another --data-docs", file=sys.stderr)
        return 2


def judge(warehouse: Path, data_docs: Path, names: Collection[str]) -> int:
    """Judge a warehouse, print the summary, write the Data Docs.

    Args:
        warehouse: DuckDB file.
        data_docs: folder of the pages.
        names: of the suites to judge.

    Returns:
        The exit status, see main.

    Raises:
        CannotRun: there is no warehouse that can be judged, or the folder holds other things.
        duckdb.Error: the warehouse lacks a table or a column.
        OSError: the folder cannot be written.
    """
    check_folder(data_docs)
    with open_warehouse(warehouse) as connection:
        weeks = read_weeks(connection, warehouse)
        history = History(connection, weeks)
        # Only now: loading Great Expectations takes seconds.
        from . import checkpoint, report  # noqa: PLC0415
        from .ratio import ratio_suite  # noqa: PLC0415
        from .writer import SuiteWriter  # noqa: PLC0415

        suites = [SuiteWriter(piece, history).write() for piece in SLICES if piece.name in names]
        if RATIO.name in names:
            suites.append(ratio_suite(RATIO, history))
    # The file is open in one configuration only: closed here, opened by Great Expectations.
    judged = [suite for suite in suites if suite.expectations]
    days = f"{weeks.recent:{DAY}} to {weeks.end - timedelta(days=1):{DAY}}"
    result = None
    if judged:
        empty_folder(data_docs)
        result = checkpoint.run_checkpoint(judged, warehouse, data_docs, days.replace(" ", "_"))
    outcomes = report.read_outcomes(suites, result)
    print(f"{warehouse}: {days} against the {HISTORY_WEEKS} weeks before")
    print(report.as_text(outcomes))
    status = report.exit_status(outcomes)
    if result:
        print(f"Data Docs: {data_docs / 'index.html'}")
    else:
        print("nothing could be judged: too few rows everywhere")
    return status


if __name__ == "__main__":
    sys.exit(main())
