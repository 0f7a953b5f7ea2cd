"""Command line: ``python -m contract``."""

import argparse
import sys
from pathlib import Path

from .macro import macro
from .page import PAGE, page
from .properties import properties
from .stated import NotStated, read_contract

PROJECT = Path(__file__).resolve().parents[3]
MACRO = Path("macros/raw/raw_contract.sql")


def main() -> int:
    """Write the files that are not in step.

    Returns:
        0, or with --check 1 when a file is not in step; 2 when a part is missing.
    """
    parser = argparse.ArgumentParser(
        prog="contract", description="Write what follows from the contracts of the base_ models."
    )
    parser.add_argument("--check", action="store_true", help="write nothing, only tell")
    parser.add_argument("--project", type=Path, default=PROJECT, help="folder of the project")
    arguments = parser.parse_args()
    try:
        files = written(arguments.project)
        stale = {
            path: text
            for path, text in files.items()
            if (arguments.project / path).read_text(encoding="utf-8") != text
        }
    except (NotStated, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    for path, text in stale.items():
        if arguments.check:
            print(f"{path} is not what the base_ models state: run `make contract`")
        else:
            (arguments.project / path).write_text(text, encoding="utf-8", newline="\n")
            print(f"Written: {path}")
    return 1 if arguments.check and stale else 0


def written(project: Path) -> dict[Path, str]:
    """What the files hold once they are in step.

    Args:
        project: the project's folder.

    Returns:
        Path below the project's folder, and text.

    Raises:
        NotStated: a part is missing; the message names file and column.
        OSError: a file cannot be read.
    """
    tables = read_contract(project)
    return {
        MACRO: macro(tables),
        **properties(project, tables),
        PAGE: page(project, tables),
    }


if __name__ == "__main__":
    sys.exit(main())
