"""A folder of builds of which one is current: readers see the old one or the new one, whole.

published/
  current -> builds/<name>          the one link that a swap replaces
  marts.duckdb -> current/marts.duckdb, and so on: never replaced
  builds/<name>/                    the current build, and the one before it for readers
                                    that are just opening it
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import CannotPublish

CURRENT = "current"
BUILDS = "builds"
UNFINISHED = ".unfinished-"
LOCK = ".lock"


@contextmanager
def new_build(folder: Path, name: str) -> Iterator[Path]:
    """A new folder to write a build into; it becomes the current one when the block ends well.

    One process at a time: others wait. A block that raises, or a process that is killed at any
    point, leaves the current build as it was; what it had written is removed by the next one.

    Args:
        folder: that holds the builds; made where it is missing.
        name: what the build's folder begins with.

    Yields:
        An empty folder.

    Raises:
        CannotPublish: the folder holds something that was not published.
    """
    builds = folder / BUILDS
    builds.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _check_links(folder, _links(folder))
        for unfinished in builds.glob(f"{UNFINISHED}*"):
            shutil.rmtree(unfinished)
        staged = Path(tempfile.mkdtemp(prefix=f"{UNFINISHED}{name}-", dir=builds))
        try:
            yield staged
            staged.chmod(0o755)  # a temporary folder is its owner's alone
            _check_links(folder, [path.name for path in staged.iterdir()])
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        finished = staged.rename(builds / staged.name.removeprefix(UNFINISHED))
        _make_current(folder, finished)


def current_build(folder: Path) -> Path | None:
    """The folder of the current build; None before the first one."""
    link = folder / CURRENT
    return link.resolve() if link.is_symlink() else None


def _make_current(folder: Path, build: Path) -> None:
    before = current_build(folder)
    for path in sorted(build.iterdir()):
        if not (folder / path.name).is_symlink():
            (folder / path.name).symlink_to(Path(CURRENT) / path.name)
    _replace_link(folder / CURRENT, Path(BUILDS) / build.name)
    # A link to what this build does not hold would dangle.
    for name in _links(folder):
        if not (folder / name).exists():
            (folder / name).unlink()
    for old in (folder / BUILDS).iterdir():
        if old not in (build, before):
            shutil.rmtree(old)


def _replace_link(link: Path, target: Path) -> None:
    """Point a link elsewhere in one step of the file system."""
    beside = link.with_name(f".{link.name}-next")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    os.replace(beside, link)


def _links(folder: Path) -> list[str]:
    """The names under which the current build is reached."""
    links = (path for path in folder.iterdir() if path.is_symlink())
    return [link.name for link in links if link.readlink().parts[0] == CURRENT]


def _check_links(folder: Path, names: list[str]) -> None:
    """Refuse to put a build where something else stands."""
    for name in [CURRENT, *names]:
        path = folder / name
        if path.exists() and not path.is_symlink():
            raise CannotPublish(
                f"{path} was not published by this command: move it, or name another folder"
            )
