"""Write the scorecard page: `PYTHONPATH=scripts python -m scorecard [--marts FILE]`."""

import argparse
import sys
from pathlib import Path

import duckdb

from .marts import CannotRead
from .page import write_page

PROJECT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those after the name; None for the process's own.

    Returns:
        0 when the page is written, 2 when it cannot be.
    """
    parser = argparse.ArgumentParser(
        prog="scorecard", description="Write the scorecard page of published marts."
    )
    published = PROJECT / "published" / "marts.duckdb"
    page = PROJECT / "target" / "scorecard.html"
    parser.add_argument("--marts", type=Path, default=published, help="DuckDB file, only read")
    parser.add_argument("--page", type=Path, default=page, help="HTML file to write")
    given = parser.parse_args(arguments)
    try:
        write_page(given.marts, given.page)
    except CannotRead as error:
        print(f"scorecard: {error}", file=sys.stderr)
        return 2
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].rstrip("!")
        print(f"scorecard: {given.marts}: {reason}: build and publish again", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"scorecard: {given.page}: {error.strerror}: name another --page", file=sys.stderr)
        return 2
    print(f"Scorecard: {given.page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
