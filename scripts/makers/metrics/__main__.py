"""Command line: ``python -m metrics``."""

import argparse
import sys
from pathlib import Path

from .declared import NotDeclared
from .written import written

PROJECT = Path(__file__).resolve().parents[3]


def main() -> int:
    """Write the files that are not in step.

    Returns:
        0, or with --check 1 when a file is not in step; 2 when a KPI lacks a part.
    """
    parser = argparse.ArgumentParser(
        prog="metrics", description="Write the metrics of the KPIs in macros/kpi/kpis.sql."
    )
    parser.add_argument("--check", action="store_true", help="write nothing, only tell")
    arguments = parser.parse_args()
    try:
        files = written(PROJECT)
    except (NotDeclared, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    stale = {
        path: text
        for path, text in files.items()
        if (PROJECT / path).read_text(encoding="utf-8") != text
    }
    for path, text in stale.items():
        if arguments.check:
            print(f"{path} is not what the declared KPIs say: run `make metrics`")
        else:
            (PROJECT / path).write_text(text, encoding="utf-8", newline="\n")
            print(f"Written: {path}")
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
