"""What is installed: from locks with hashes, by the first Python that fits."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import PROJECT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

LOCKS = [
    PROJECT / "requirements.lock",
    PROJECT / "requirements-duckdb2.lock",
    PROJECT / "requirements-dlt.lock",
    PROJECT / "requirements-spark.lock",
    PROJECT / "scripts" / "makers" / "try_superset" / "requirements.lock",
]
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
VERSIONS = ("3.11", "3.12", "3.13")


def locked(lock: Path) -> list[tuple[Requirement, int]]:
    """Each requirement of a lock with the number of its hashes."""
    text = re.sub(r"\s*#.*", "", lock.read_text(encoding="utf-8")).replace("\\\n", " ")
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        requirement, *hashes = re.split(r"\s+--hash=sha256:", line)
        found.append((Requirement(requirement), len(hashes)))
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(PROJECT)))
def test_every_requirement_is_one_version_with_its_hashes(lock: Path) -> None:
    requirements = locked(lock)
    assert len(requirements) > 20
    for requirement, hashes in requirements:
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert hashes, requirement


def test_nothing_is_installed_without_its_hash() -> None:
    """The Makefile and the scripts give pip --require-hashes and a lock, wherever they call it."""
    texts = [PROJECT / "Makefile", *PROJECT.glob("scripts/**/*.py"), PROJECT / ".ci" / "run"]
    calls = [
        line
        for path in texts
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"pip\W+install|\"install\"", line)
    ]
    assert len(calls) == 2
    assert [call for call in calls if "--require-hashes" not in call] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_lock_holds_what_the_project_asks_for(version: str) -> None:
    """On each Python there is one version of each package, and it is one that is allowed."""
    assert SpecifierSet(SETTINGS["project"]["requires-python"]).contains(version)
    here = {"python_version": version, "python_full_version": f"{version}.1"}
    versions = {}
    for requirement, _ in locked(PROJECT / "requirements.lock"):
        if requirement.marker is None or requirement.marker.evaluate(here):
            assert requirement.name not in versions
            [exactly] = requirement.specifier
            versions[requirement.name] = exactly.version
    asked = SETTINGS["project"]["dependencies"] + SETTINGS["dependency-groups"]["dev"]
    for wanted in map(Requirement, asked):
        assert wanted.specifier.contains(versions[wanted.name]), wanted


def make_install(place: Path, pythons: dict[str, str], *arguments: str) -> tuple[int, str]:
    """`make install` where the only Pythons are those given.

    Args:
        place: an empty folder.
        pythons: by the name on the PATH, the version that it says it is; none for one that
            does not run, as pyenv's names of versions that were not chosen.
        arguments: more of them for make.

    Returns:
        The exit status and the output. A Python that is taken writes its name to `taken`.
    """
    programs = place / "bin"
    programs.mkdir()
    for tool in ("sh", "touch"):
        (programs / tool).symlink_to(Path("/bin") / tool)
    for name, version in pythons.items():
        python = programs / name
        number = f"({version.replace('.', ', ')}, 0)"
        python.write_text(
            "#!/bin/sh\n"
            + ("echo not this one >&2; exit 127\n" if version == "none" else "")
            + f'if [ "$1" = -m ]; then echo {name} > "{place}/taken"; exit 1; fi\n'
            + f'exec {sys.executable} -c "import sys; sys.version_info = {number}; $2"\n'
        )
        python.chmod(0o755)
    ran = subprocess.run(
        ["/usr/bin/make", "--no-print-directory", "install", f"VENV={place}/venv", *arguments],
        cwd=PROJECT,
        env={"PATH": str(programs), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("pythons", "arguments", "taken"),
    [
        ({"python3.11": "3.11", "python3.12": "3.12"}, [], "python3.11"),
        ({"python3.11": "none", "python3.13": "3.13", "python3": "3.9"}, [], "python3.13"),
        ({"python3.11": "none", "python3.12": "none", "python3": "3.12"}, [], "python3"),
        ({"python3.11": "3.11", "mine": "3.13"}, ["PYTHON=mine"], "mine"),
    ],
)
def test_the_first_python_that_fits_is_taken(
    tmp_path: Path, pythons: dict[str, str], arguments: list[str], taken: str
) -> None:
    make_install(tmp_path, pythons, *arguments)
    assert (tmp_path / "taken").read_text().strip() == taken


@pytest.mark.parametrize(
    ("pythons", "arguments"),
    [
        ({}, []),
        ({"python3": "3.10", "python3.11": "none"}, []),
        ({"python3": "3.14"}, []),
        ({"python3.11": "3.11", "mine": "3.10"}, ["PYTHON=mine"]),
    ],
)
def test_without_one_that_fits_the_message_is_one_line(
    tmp_path: Path, pythons: dict[str, str], arguments: list[str]
) -> None:
    status, output = make_install(tmp_path, pythons, *arguments)
    assert status == 2
    assert not (tmp_path / "taken").exists()
    told, make = output.splitlines()
    assert told.startswith("make install: no Python of 3.11 3.12 3.13 among ")
    assert told.endswith("install one, or name it: make install PYTHON=/path/to/python")
    assert make.startswith("make: *** ")
