"""A folder of builds of which one is current: readers see the old one or the new one, whole.

published/
  current -> builds/<name>          the one link that a swap replaces
  marts.duckdb -> current/marts.duckdb, and so on: never replaced
  builds/<name>/                    the current build, and the one before it for readers
                                    that are just opening it
  builds/.unfinished-<name>/        being written or removed; what a killed publish left of
                                    one goes with the next publish
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import CannotPublish

CURRENT = "current"
BUILDS = "builds"
UNFINISHED = ".unfinished-"
MARK = ".published"
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
        CannotPublish: the folder holds something of that name that was not published.
        OSError: it cannot be written.
    """
    folder = folder.resolve()
    _check_links(folder)
    builds = folder / BUILDS
    builds.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for unfinished in builds.glob(f"{UNFINISHED}*"):
            shutil.rmtree(unfinished)
        staged = Path(tempfile.mkdtemp(prefix=f"{UNFINISHED}{name}-", dir=builds))
        try:
            (staged / MARK).touch()
            yield staged
            staged.chmod(0o755)  # a temporary folder is its owner's alone
            _check_links(folder, _contents(staged))
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
    for name in _contents(build):
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(Path(CURRENT) / name)
    _replace_link(folder / CURRENT, Path(BUILDS) / build.name)
    # A link to what this build does not hold would dangle.
    for link in folder.iterdir():
        if _leads_to(link, Path(CURRENT) / link.name) and not link.exists():
            link.unlink()
    for old in (folder / BUILDS).iterdir():
        if old not in (build, before):
            _remove(old)


def _contents(build: Path) -> list[str]:
    """The names in a build that are linked to."""
    return sorted(path.name for path in build.iterdir() if path.name != MARK)


def _remove(build: Path) -> None:
    """Remove a build; a folder that this command did not make stays.

    Renamed first: of one that is removed in part, the next publish can tell whose it was.
    """
    if (build / MARK).is_file():
        shutil.rmtree(build.rename(build.with_name(f"{UNFINISHED}{build.name}")))


def _replace_link(link: Path, target: Path) -> None:
    """Point a link elsewhere in one step of the file system."""
    beside = link.with_name(f".{link.name}-next")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    os.replace(beside, link)


def _leads_to(path: Path, target: Path) -> bool:
    return path.is_symlink() and path.readlink() == target


def _check_links(folder: Path, names: Iterable[str] = ()) -> None:
    """Refuse to put a build where something else stands."""
    current = folder / CURRENT
    is_ours = current.is_symlink() and current.readlink().parent == Path(BUILDS)
    strange = [current] if os.path.lexists(current) and not is_ours else []
    strange += [
        folder / name
        for name in names
        if os.path.lexists(folder / name) and not _leads_to(folder / name, Path(CURRENT) / name)
    ]
    if strange:
        raise CannotPublish(
            f"{strange[0]} was not published by this command: move it, or name another folder"
        )
