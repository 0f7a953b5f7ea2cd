"""Where the warehouse is, and whether it can be built there."""

import os
import re
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import yaml

SCHEMAS = {"raw", "reference", "staging", "intermediate", "marts", "builds", "gate_failures"}
"""A DuckDB file is called by its name: one of a schema's makes `marts.x` ambiguous."""


class NotReady(Exception):
    """The warehouse cannot be built; the message is one line that names the remedy."""


def read_profiles(folder: Path, beside: Path) -> dict[str, Any]:
    """The profiles of a folder, with whole paths: dbt takes them from where a project is.

    Args:
        folder: holds profiles.yml.
        beside: the project, from which paths of DuckDB files are taken.
    """
    profiles = yaml.safe_load((folder / "profiles.yml").read_text(encoding="utf-8"))
    for profile in profiles.values():
        for output in profile.get("outputs", {}).values():
            if output.get("type") == "duckdb" and "path" in output:
                output["path"] = _whole(_rendered(output["path"]), beside)
    return profiles


def _rendered(text: str) -> str:
    """What dbt makes of a value of a profile, as far as paths need it."""
    return jinja2.Template(text).render(env_var=lambda name, default="": os.getenv(name, default))


def _whole(path: str, beside: Path) -> str:
    """A path from the root; what is no file (`:memory:`, `md:shop`) stays as it is."""
    return path if ":" in path.split("/", maxsplit=1)[0] else str(beside / path)


def output_of(profile: dict[str, Any]) -> dict[str, Any]:
    """The target of a profile that is built into: of DBT_TARGET, or the profile's own."""
    return profile["outputs"][os.getenv("DBT_TARGET") or profile["target"]]


def warehouse_of(profile: dict[str, Any]) -> Path | None:
    """The DuckDB file that a profile of read_profiles builds into; none when it is no file."""
    path = Path(output_of(profile).get("path", ":memory:"))
    return path if path.is_absolute() else None


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
