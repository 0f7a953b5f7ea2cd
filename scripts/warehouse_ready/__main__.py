"""Say before a build why it cannot be: `PYTHONPATH=scripts python -m warehouse_ready`."""

import os
import re
import sys
from pathlib import Path

import duckdb

PROJECT = Path(__file__).resolve().parents[2]

SCHEMAS = {"raw", "reference", "staging", "intermediate", "marts", "builds", "gate_failures"}
"""A DuckDB file is called by its name: one of a schema's makes `marts.x` ambiguous."""


class NotReady(Exception):
    """The warehouse cannot be built; the message is one line that names the remedy."""


def check(warehouse: Path) -> None:
    """Open the warehouse for writing and close it again.

    Args:
        warehouse: the DuckDB file, which need not be there yet.

    Raises:
        NotReady: it has a name that cannot be, is in use, is no DuckDB file, or cannot be
            written.
    """
    if warehouse.stem.lower() in SCHEMAS:
        raise NotReady(
            f"{warehouse} is called like the schema {warehouse.stem.lower()}, which makes names"
            " ambiguous: name another file in WAREHOUSE_PATH, such as warehouse.duckdb"
        )
    if not warehouse.parent.is_dir():
        raise NotReady(f"there is no folder {warehouse.parent}: make it, or change WAREHOUSE_PATH")
    is_new = not warehouse.exists()
    try:
        duckdb.connect(str(warehouse)).close()
    except duckdb.Error as error:
        raise NotReady(reason(warehouse, str(error))) from error
    if is_new:
        warehouse.unlink(missing_ok=True)


def reason(warehouse: Path, error: str) -> str:
    """One line for what DuckDB says when it cannot open a file.

    Args:
        warehouse: the file.
        error: DuckDB's message.
    """
    held = re.search(r"Conflicting lock is held in (.+?) \(PID (\d+)\)", error)
    if held:
        program, process = held.groups()
        return (
            f"{warehouse} is in use by process {process} ({Path(program).name}), another build"
            f" or a reader: wait until it has ended, or close it"
        )
    first = error.splitlines()[0]
    if "No space left" in error:
        return f"the disk of {warehouse} is full: free some space, or change WAREHOUSE_PATH"
    if "not a valid DuckDB" in error or "serializ" in error.lower():
        return f"{warehouse} is no DuckDB file, or of a newer DuckDB: move it away ({first})"
    return f"{warehouse} cannot be written: change its rights, or WAREHOUSE_PATH ({first})"


def main() -> int:
    """Check the warehouse that WAREHOUSE_PATH or the project names; 0 when it is ready."""
    path = os.environ.get("WAREHOUSE_PATH") or "warehouse.duckdb"
    if path == ":memory:" or ":" in path.split("/", maxsplit=1)[0]:
        return 0
    try:
        check(PROJECT / path)
    except NotReady as error:
        print(f"make build: {error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
