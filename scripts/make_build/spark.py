"""Whether Spark can run in this process: a Java that it runs on, its folder not in use."""

import fcntl
import logging
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .warehouse import NotReady

FOLDER = "SPARK_WAREHOUSE"
"""The environment variable of profiles.yml that names the folder of tables and metastore."""

JAVAS = (17, 21)
"""Versions that were tried."""

PATIENCE = 30.0

REMEDY = "install a JDK (Debian: apt-get install openjdk-17-jre-headless), or name one in JAVA_HOME"


def is_session(output: dict[str, Any]) -> bool:
    """Whether a target of profiles.yml is Spark in this process."""
    return output.get("type") == "spark" and output.get("method") == "session"


def prepare(beside: Path) -> Path:
    """See that Spark can run, and name its folder by a whole path for all that follows.

    Args:
        beside: the project, from which the folder is taken.

    Returns:
        The folder of tables and metastore, which need not be there yet.

    Raises:
        NotReady: there is no Java that Spark runs on, or another process has the metastore.
    """
    check_java()
    folder = beside / os.getenv(FOLDER, "spark-warehouse")
    check_metastore(folder)
    os.environ[FOLDER] = str(folder)
    # PySpark tells each failed statement once more, as JSON, beside dbt.
    logging.getLogger("SQLQueryContextLogger").disabled = True
    return folder


def check_java() -> None:
    """Ask the Java that Spark would take for its version.

    Raises:
        NotReady: there is none, or none that Spark was tried on.
    """
    versions = " or ".join(map(str, JAVAS))
    home = os.getenv("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    where = f"JAVA_HOME is {home}" if home else "JAVA_HOME is not set, and no java is on the PATH"
    if java is None or not os.access(java, os.X_OK):
        raise NotReady(f"Spark needs Java {versions}, and there is none ({where}): {REMEDY}")
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', told.stderr)
    version = int(found[1]) if found else None
    if version not in JAVAS:
        what = f"Java {version}" if version else "no Java"
        raise NotReady(f"Spark needs Java {versions}, and {java} is {what}: {REMEDY}")


def check_metastore(folder: Path, patience: float = PATIENCE) -> None:
    """See that no other process has the metastore: Derby lets one in.

    Args:
        folder: of the metastore.
        patience: seconds that it may take another to leave it: Java ends after its Python.

    Raises:
        NotReady: one has.
    """
    lock = folder / "metastore" / "dbex.lck"
    deadline = time.monotonic() + patience
    while lock.exists() and not _is_free(lock):
        if time.monotonic() > deadline:
            raise NotReady(
                f"{folder} is in use by another process, a build or a session of Spark: wait"
                f" until it has ended, or name another folder in {FOLDER}"
            )
        time.sleep(0.2)


def _is_free(lock: Path) -> bool:
    with lock.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


@contextmanager
def said_to(folder: Path) -> Iterator[None]:
    """What is written to the error output goes to a file: Java writes there past its log.

    Args:
        folder: of tables and metastore; the file is `java.txt` in it.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with (folder / "java.txt").open("w") as file:
            os.dup2(file.fileno(), 2)
            yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)
