"""The folder of the Data Docs: pages of an earlier run are replaced, nothing else is touched."""

import shutil
from pathlib import Path

from .history import CannotRun

MARK = ".data-docs"
WORDS = "Data Docs, written and replaced by `make expectations` of service-to-revenue.\n"
PAGES = ("index.html", "expectations", "validations", "static")


def check_folder(folder: Path) -> None:
    """Refuse a folder that is not ours.

    Raises:
        CannotRun: it is none, or holds anything and does not bear the mark.
        OSError: it cannot be read.
    """
    if folder.is_dir():
        mark = folder / MARK
        if not any(folder.iterdir()) or (mark.is_file() and mark.read_bytes() == WORDS.encode()):
            return
    elif not folder.exists():
        return
    raise CannotRun(
        f"{folder} holds other files than Data Docs of this command: move it away, or name another"
        " folder with --data-docs"
    )


def empty_folder(folder: Path) -> None:
    """Make the folder ready for new pages, and mark it.

    Raises:
        CannotRun: see check_folder.
        OSError: it cannot be written.
    """
    check_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    # Before the first page: what a killed run leaves behind is known by the next one.
    (folder / MARK).write_text(WORDS, encoding="utf-8")
    for path in (folder / name for name in PAGES):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
