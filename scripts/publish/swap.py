"""A folder of builds of which one is current: readers see the old one or the new one, whole.

published/
  current -> builds/<name>          the one link that a swap replaces
  marts.duckdb -> current/marts.duckdb, and so on: never replaced
  builds/<name>/                    the current build, and the one before it for readers
                                    that are just opening it
  builds/.unfinished-<name>/        being written; what a killed publish left of one goes
                                    with the next publish
  .publish-lock                     empty, and never written: held while a build is published

Only what bears a mark is removed: a folder or file that this command did not make is left
alone, whatever its name.
"""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import CannotPublish

CURRENT = "current"
BUILDS = "builds"
UNFINISHED = ".unfinished-"
LOCK = ".publish-lock"

MARK = ".published"
WORDS = "{name} was made by publish, which removes it when it is old. It holds {what}.\n"
SAMPLE, OWN = "the made-up sample", "a team's own data"


@contextmanager
def new_build(folder: Path, name: str, is_sample: bool = False) -> Iterator[Path]:
    """A new folder to write a build into; it becomes the current one when the block ends well.

    One process at a time: others wait. A block that raises, or a process that is killed at any
    point, leaves the current build as it was; what it had written is removed by the next one.

    Args:
        folder: that holds the builds; made where it is missing.
        name: what the build's folder begins with.
        is_sample: whether it is of the made-up shop, which never takes the place of other data.

    Yields:
        An empty folder.

    Raises:
        CannotPublish: the folder holds something of that name that was not published, or this is
            the sample and other data is published there.
        OSError: it cannot be written.
    """
    folder = Path(os.path.realpath(folder))
    _check_links(folder)
    builds = folder / BUILDS
    builds.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        if is_sample:
            _check_only_samples(folder)
        for unfinished in builds.glob(f"{UNFINISHED}*"):
            _remove(unfinished)
        staged = Path(tempfile.mkdtemp(prefix=f"{UNFINISHED}{name}-", dir=builds))
        finished = builds / staged.name.removeprefix(UNFINISHED)
        try:
            what = SAMPLE if is_sample else OWN
            (staged / MARK).write_text(WORDS.format(name=finished.name, what=what))
            yield staged
            _check_links(folder, _contents(staged))
            _make_read_only(staged)
            # Within the build: its name can be nobody else's, and it goes with the build.
            (staged / f".{CURRENT}").symlink_to(Path(BUILDS) / finished.name)
            staged.rename(finished)
            _make_current(folder, finished)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise


def current_build(folder: Path) -> Path | None:
    """The folder of the current build; None before the first one."""
    link = folder / CURRENT
    return link.resolve() if link.is_symlink() else None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; wait for whoever has it."""
    path = folder / LOCK
    try:
        # Neither through a link nor into a file of somebody else: nothing is ever written.
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        raise (_not_ours(path) if path.is_symlink() or path.is_dir() else error) from error
    try:
        found = os.fstat(lock)
        if not stat.S_ISREG(found.st_mode) or found.st_size:
            raise _not_ours(path)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _check_only_samples(folder: Path) -> None:
    """Refuse to put the sample where a build of other data is, or may be.

    All builds count: where the current one is lost, the one before may be a team's last.
    """
    current = current_build(folder)
    for build in (folder / BUILDS).iterdir():
        if _is_of(build, OWN):
            raise CannotPublish(
                "this build is of the made-up sample, and marts of your own data are published"
                f" here ({build}): say where your data is (VARS or dbt_project.yml), or name"
                " another folder"
            )
        if build == current and not _is_of(build, SAMPLE):
            raise CannotPublish(
                "this build is of the made-up sample, and nothing says whether what is published"
                f" here is your own data ({build}): move {folder} away, or name another folder"
            )


def _make_current(folder: Path, build: Path) -> None:
    before = current_build(folder)
    for name in _contents(build):
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(Path(CURRENT) / name)
    os.replace(build / f".{CURRENT}", folder / CURRENT)
    # From here on it is published: what cannot be tidied up now, the next publish tidies up.
    with suppress(OSError):
        # A link to what this build does not hold would dangle.
        for name in set(_contents(before)) - set(_contents(build)) if before else ():
            if _leads_to(folder / name, Path(CURRENT) / name):
                (folder / name).unlink()
    for old in (folder / BUILDS).iterdir():
        if old not in (build, before):
            with suppress(OSError):
                _remove(old)


def _contents(build: Path) -> list[str]:
    """The names in a build that are linked to."""
    return sorted(path.name for path in build.iterdir() if not path.name.startswith("."))


def _make_read_only(build: Path) -> None:
    """Let everyone read a build and nobody change it, whatever the umask is.

    Folders stay writable to their owner, who removes them when they are old.
    """
    for path in (build, *build.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o444)


def _is_of(build: Path, *what: str) -> bool:
    """Whether this command made a build, and of what.

    A copy or a link that someone made of one, or one that was given another name, is theirs.
    """
    mark = build / MARK
    if build.is_symlink() or mark.is_symlink() or not mark.is_file():
        return False
    name = build.name.removeprefix(UNFINISHED)
    words = {WORDS.format(name=name, what=one).encode() for one in what}
    return mark.read_bytes() in words


def _remove(build: Path) -> None:
    """Remove a build; a folder that this command did not make stays.

    The mark goes last: of a build that is removed in part, the next publish knows whose it is.
    """
    if _is_of(build, SAMPLE, OWN):
        for path in build.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != MARK:
                path.unlink()
        (build / MARK).unlink()
        build.rmdir()


def _leads_to(path: Path, target: Path) -> bool:
    return path.is_symlink() and path.readlink() == target


def _check_links(folder: Path, names: Iterable[str] = ()) -> None:
    """Refuse to put a build where something else stands."""
    current, builds = folder / CURRENT, folder / BUILDS
    if os.path.lexists(current) and not _leads_to_build(current):
        raise _not_ours(current)
    if builds.is_symlink() or (builds.exists() and not builds.is_dir()):
        raise _not_ours(builds)
    for path in (folder / name for name in names):
        if os.path.lexists(path) and not _leads_to(path, Path(CURRENT) / path.name):
            raise _not_ours(path)


def _leads_to_build(link: Path) -> bool:
    """Whether a link is this command's: to a build that it made, or that is lost."""
    if not link.is_symlink() or link.readlink().parent != Path(BUILDS):
        return False
    # The mark of earlier versions was an empty file.
    return not link.exists() or (link / MARK).is_file()


def _not_ours(path: Path) -> CannotPublish:
    return CannotPublish(
        f"{path} was not published by this command: move it, or name another folder"
    )
