"""Whether the warehouse that `make test-sql` built is still that of the project's files.

Run as a program, this notes what the build that has just passed was made of.
"""

import json
import shutil
from hashlib import sha256
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = PROJECT / "target" / "test"
WAREHOUSE = FOLDER / "warehouse.duckdb"
NOTE = FOLDER / "built_of.json"

# What a build leaves in `target` that tells of the project, and that others read.
MANIFESTS = ("manifest.json", "semantic_manifest.json")
MADE_OF = ("dbt_project.yml", "profiles.yml", "requirements.lock")
MADE_OF += ("models", "macros", "seeds", "tests", "analyses")


def inputs() -> str:
    """A text that differs when a build would be made of something else."""
    found = sha256()
    for name in MADE_OF:
        place = PROJECT / name
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and file.suffix in (".sql", ".yml", ".md", ".csv", ".lock"):
                found.update(f"{file.relative_to(PROJECT)}\0{file.stat().st_size}\0".encode())
                found.update(file.read_bytes())
    return found.hexdigest()


def written() -> list[int]:
    """Size and time of the warehouse: other when something wrote to it."""
    status = WAREHOUSE.stat()
    return [status.st_size, status.st_mtime_ns]


def is_current() -> bool:
    """Whether the build was noted, and neither it nor what it is made of has changed."""
    if not (NOTE.exists() and WAREHOUSE.exists()):
        return False
    return json.loads(NOTE.read_text()) == {"inputs": inputs(), "written": written()}


def keep_manifests(target: Path, beside: Path) -> None:
    """Copy the manifests of a build to a folder `target` beside a warehouse."""
    (beside.parent / "target").mkdir(parents=True, exist_ok=True)
    for name in MANIFESTS:
        shutil.copyfile(target / name, beside.parent / "target" / name)


def note() -> None:
    """Keep the manifests of the build, and what it was made of."""
    keep_manifests(PROJECT / "target", WAREHOUSE)
    NOTE.write_text(json.dumps({"inputs": inputs(), "written": written()}))


if __name__ == "__main__":
    note()
