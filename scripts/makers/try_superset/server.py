"""Superset in an environment of its own, with a metadata database that lasts as long as it runs."""

import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parents[2] / "target" / "superset" / "venv"
APPLICATION = "superset.app:create_app()"
USER = "admin"

START_SECONDS = 120
"""Superset imports for some twenty seconds, longer on a busy machine."""


class CannotTry(Exception):
    """Superset cannot be installed, started or asked; the message is one line for the user."""


def install(python: str, environment: Path = ENVIRONMENT) -> Path:
    """Make the environment, once for each lock of requirements.

    Args:
        python: interpreter that Superset runs with, 3.11 or 3.12.
        environment: folder of the environment.

    Returns:
        The folder of its programs.

    Raises:
        CannotTry: pip failed.
    """
    wanted = HERE / "requirements.lock"
    installed = environment / "installed.txt"
    programs = environment / "bin"
    if not installed.is_file() or installed.read_bytes() != wanted.read_bytes():
        run([python, "-m", "venv", "--clear", str(environment)])
        pip = [str(programs / "pip"), "install", "--quiet", "--require-hashes"]
        run([*pip, "--requirement", str(wanted)])
        installed.write_bytes(wanted.read_bytes())
    return programs


@contextmanager
def superset(programs: Path, home: Path) -> Iterator[tuple[str, str]]:
    """Superset on a free port of the loopback address, for as long as the block lasts.

    Args:
        programs: see install.
        home: an empty folder for its metadata and log.

    Yields:
        Its address, and the password of the user `admin`.

    Raises:
        CannotTry: it does not start.
    """
    password = secrets.token_urlsafe(24)
    environment = {
        **os.environ,
        "HOME": str(home),
        "SUPERSET_HOME": str(home),
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "SUPERSET_SECRET_KEY": secrets.token_urlsafe(48),
        "SUPERSET_METADATA_URI": f"sqlite:///{home / 'metadata.db'}",
        "FLASK_APP": APPLICATION,
    }
    environment.pop("PYTHONPATH", None)
    admin = ["--username", USER, "--firstname", USER, "--lastname", USER, "--email", USER]
    command = str(programs / "superset")
    run([command, "db", "upgrade"], environment)
    run([command, "fab", "create-admin", *admin, "--password", password], environment)
    run([command, "init"], environment)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    # Two processes, as in real use: what one has open the other does not know of.
    server = [str(programs / "gunicorn"), "--workers", "2", "--worker-class", "gthread"]
    server += ["--threads", "4", "--timeout", "120", "--bind", address, APPLICATION]
    with (
        (home / "superset.log").open("wb") as log,
        subprocess.Popen(server, env=environment, stdout=log, stderr=log, cwd=home) as process,
    ):
        try:
            wait_for(f"http://{address}/health", process)
            yield f"http://{address}", password
        finally:
            process.terminate()


def wait_for(url: str, process: subprocess.Popen) -> None:
    """Wait until a server answers.

    Raises:
        CannotTry: it ended, or takes too long.
    """
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, TimeoutError):
            time.sleep(0.5)
    raise CannotTry(f"Superset does not answer at {url}")


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a command to its end.

    Raises:
        CannotTry: it failed.
    """
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, cwd=HERE.parents[2]
    )
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        name = " ".join([Path(command[0]).name, *command[1:3]])
        raise CannotTry(f"{name} failed: {''.join(last)}")
