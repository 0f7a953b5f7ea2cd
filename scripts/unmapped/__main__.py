"""Write the tags to map: `PYTHONPATH=scripts python -m unmapped [--to FILE]`."""

import argparse
import csv
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from .tags import CannotRead, Tag, read_tags

PROJECT = Path(__file__).resolve().parents[2]
MAP = ("reason_tag", "reason_code", "valid_from", "valid_to")
"""The columns of reason_tag_map.csv, in its order."""
EVIDENCE = (
    *("reason_tag", "contacts", "tickets", "contact_share", "first_seen_at", "last_seen_at"),
    *("suggested_reason_code", "suggestion_score"),
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those after the name; None for the process's own.

    Returns:
        0 when the tags are written, 2 when they cannot be.
    """
    parser = argparse.ArgumentParser(
        prog="unmapped",
        description="Write the tags that are not in reason_tag_map.csv, ready to be appended.",
    )
    default = Path(os.environ.get("WAREHOUSE_PATH") or PROJECT / "warehouse.duckdb")
    parser.add_argument("--warehouse", type=Path, default=default, help="DuckDB file, only read")
    parser.add_argument(
        "--to",
        default="unmapped_reason_tags.csv",
        metavar="FILE",
        help="a new file; beside it FILE_evidence.csv has counts and scores; - is the console",
    )
    given = parser.parse_args(arguments)
    try:
        tags = read_tags(given.warehouse)
        if given.to == "-":
            write_map(tags, sys.stdout)
            return 0
        target = Path(given.to)
        evidence = target.with_name(f"{target.stem}_evidence{target.suffix}")
        taken = next((path for path in (target, evidence) if os.path.lexists(path)), None)
        if taken is not None:
            raise CannotRead(f"{taken} is there already: move it away, or name another file")
        with target.open("x", encoding="utf-8", newline="") as file:
            write_map(tags, file)
        with evidence.open("x", encoding="utf-8", newline="") as file:
            write_evidence(tags, file)
    except CannotRead as error:
        print(f"unmapped: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"unmapped: {given.to}: {error.strerror}: name another file", file=sys.stderr)
        return 2
    print(_told(tags, target, evidence))
    return 0


def write_map(tags: list[Tag], file: TextIO) -> None:
    """Write a row for each tag and period: the code suggested, or none to be filled in."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(MAP)
    for tag in tags:
        code = tag.suggested_reason_code
        writer.writerows([tag.reason_tag, code, *period] for period in tag.periods)


def write_evidence(tags: list[Tag], file: TextIO) -> None:
    """Write what speaks for each tag and its code."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(EVIDENCE)
    for tag in tags:
        writer.writerow(_rounded(getattr(tag, column)) for column in EVIDENCE)


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value


def _told(tags: list[Tag], target: Path, evidence: Path) -> str:
    """What was written, what is left to do, and what cannot be done here."""
    suggested = sum(tag.suggested_reason_code is not None for tag in tags)
    lines = [
        f"{len(tags)} tags of {sum(tag.contacts for tag in tags):,} contacts are not in the map,"
        f" {suggested} with a suggested code",
        f"  {target}: look at the codes, fill in the empty ones, then",
        f"    tail -n +2 {target} >> seeds/reference/reason_tag_map.csv",
        f"  {evidence}: counts, dates and scores, the largest first",
    ]
    beyond = sum(not tag.periods for tag in tags)
    if beyond:
        lines.append(
            f"  {beyond} more are in the map with a code that reason_codes.csv does not have:"
            " correct that row"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
