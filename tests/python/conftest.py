"""Fixtures: the project's commands run as a user runs them, each on its own warehouse.

How a test gets a warehouse, the cheapest first:

- It only reads the sample's: `sample_warehouse`, built once for all tests. Nothing may be
  written to it, which is checked after each test.
- It changes rows of marts, seeds or intermediate tables: `sample_copy`, a copy of that file;
  then `run_dbt("run", "--select", "one_model+", warehouse=sample_copy)` for what follows.
- It needs a model or two of other raw data: `run_dbt` with `--select`, on a new file.
- Only where the whole build is the claim: `run_dbt(*BUILD, warehouse=...)`, 15 seconds.

`run_dbt` takes a second for a small run: dbt is imported and the project parsed once for each
--vars (see dbt_forks.py), whatever the folder in raw_location. So give several runs the same
--vars and call warehouses warehouse.duckdb. The command itself, from its beginning, is
`run_dbt(..., parsed=False)`: eight seconds more, for what is claimed of parsing.

The ten tests that take most of the processor are printed at the end.
"""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sample_build
from cpu_seconds import CpuSeconds
from dbt_forks import DBT, Forks
from postgres_server import ask, find_binaries, postgres_server, publish, small

PROJECT = Path(__file__).resolve().parents[2]

# What `make build` runs.
BUILD = ("build", "--exclude-resource-type", "unit_test")

# What dbt is told of the environment that the tests run in: not what its user has set for
# dbt, and no more, as dbt goes through all of it at each of the 13,000 events of a build.
INHERITED = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ")

# Files that tests share, with what they were when they were made.
SHARED: dict[Path, tuple[int, int]] = {}
FORKS: list[Forks] = []


def pytest_configure(config: pytest.Config) -> None:
    """Tests are told by what they take of the processor."""
    config.pluginmanager.register(CpuSeconds(lambda: sum(one.cpu for one in FORKS)))


@pytest.fixture(scope="session", autouse=True)
def dbt_process(session_folder: Path) -> Iterator[None]:
    """The process that runs dbt, started when it is first asked."""
    FORKS.append(Forks(session_folder / "parsed"))
    yield
    FORKS.pop().stop()


def forks() -> Forks:
    """The process that runs dbt."""
    return FORKS[-1]


def run_dbt(
    *arguments: str,
    warehouse: Path,
    variables: str | None = None,
    cwd: Path = PROJECT,
    environment: Mapping[str, str] | None = None,
    project: Path = PROJECT,
    seconds: int | None = None,
    parsed: bool = True,
    log: bool = False,
    artifacts: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run dbt in a process of its own.

    Args:
        arguments: the command and its options.
        warehouse: path of the DuckDB file; target and log folders are put beside it.
        variables: what a user gives to --vars.
        cwd: where the user stands.
        environment: variables on top of this process's.
        project: the project's folder.
        seconds: how many whole ones of the processor it may take before it is killed, begun
            as parsed; none: as many as it does.
        parsed: whether it may begin with the project as it was parsed for an earlier run.
        log: whether dbt.log is written, a sixth of the time of a build.
        artifacts: whether manifest.json, run_results.json and what else dbt tells of a run is
            written, a second and a half of each run.

    Returns:
        The finished process, with its output as text; nothing is raised on failure.

    Raises:
        subprocess.TimeoutExpired: it was killed.
    """
    beside = warehouse.parent
    arguments = ("--no-use-colors", *arguments)
    arguments += ("--project-dir", str(project), "--profiles-dir", str(project))
    arguments += ("--target-path", str(beside / "target"), "--log-path", str(beside / "logs"))
    if not artifacts:
        arguments += ("--no-write-json",)
    if variables is not None:
        arguments += ("--vars", variables)
    environment = {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        "PWD": str(cwd),
        "WAREHOUSE_PATH": str(warehouse),
        **({} if log else {"DBT_LOG_LEVEL_FILE": "none"}),
        **(environment or {}),
    }
    # who asks for parsing gets it
    if parsed and "parse" not in arguments:
        return forks().run(
            arguments,
            project=project,
            variables=variables,
            environment=environment,
            cwd=cwd,
            seconds=seconds,
        )
    assert seconds is None
    return subprocess.run(
        [str(DBT), *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def query(warehouse: Path, sql: str) -> list[tuple]:
    """Rows of a query on a warehouse, opened read-only."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def project_dir() -> Path:
    """The project's folder."""
    return PROJECT


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run of pytest share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def built_sample(session_folder: Path) -> Path:
    """The sample's build, one for all processes: `make test-sql` left it, or it is built."""
    if sample_build.is_current():
        return sample_build.WAREHOUSE
    warehouse = session_folder / "sample" / "warehouse.duckdb"
    warehouse.parent.mkdir(exist_ok=True)
    with (warehouse.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not warehouse.exists():
            place = warehouse.parent / "building" / warehouse.name
            place.parent.mkdir(exist_ok=True)
            built = run_dbt(*BUILD, warehouse=place, artifacts=True)
            assert built.returncode == 0, built.stdout
            sample_build.keep_manifests(place.parent / "target", warehouse)
            place.rename(warehouse)
    return warehouse


@pytest.fixture(scope="session")
def sample_warehouse(
    built_sample: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A warehouse built from the sample: seeds, models and data tests, all passed.

    Only to be read: all tests of this process share the file. Its manifests are beside it, in
    `target`.
    """
    warehouse = tmp_path_factory.mktemp("sample") / "warehouse.duckdb"
    sample_build.keep_manifests(built_sample.parent / "target", warehouse)
    shutil.copyfile(built_sample, warehouse)
    SHARED[warehouse] = written(warehouse)
    yield warehouse
    del SHARED[warehouse]


def written(file: Path) -> tuple[int, int]:
    """Size and time of a file: other when something wrote to it."""
    return file.stat().st_size, file.stat().st_mtime_ns


@pytest.fixture(autouse=True)
def shared_files_are_only_read() -> Iterator[None]:
    """No test may need another to have run before it, or not to have."""
    yield
    for file, before in SHARED.items():
        assert written(file) == before, f"{file} was written to: take sample_copy"


@pytest.fixture
def sample_copy(sample_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of the sample's warehouse that may be changed. Views know it by its name."""
    (tmp_path / "copy").mkdir()
    return Path(shutil.copy(sample_warehouse, tmp_path / "copy"))


@pytest.fixture(scope="session")
def manifest(sample_warehouse: Path) -> dict[str, Any]:
    """What dbt knows of the project: the manifest of the build of the sample."""
    return json.loads((sample_warehouse.parent / "target" / "manifest.json").read_text())


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Connection string of a PostgreSQL server of our own."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    with postgres_server(binaries) as dsn:
        yield dsn


@pytest.fixture
def database(postgres: str, numbers: Iterator[int]) -> str:
    """Connection string of an empty database of PostgreSQL."""
    name = f"test_{next(numbers)}"
    ask(postgres, f"create database {name}")
    return postgres.replace("dbname=postgres", f"dbname={name}")


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    """One number after the other, for names that occur once."""
    return count()


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A folder in which a small build is published: build_1, all of whose cells say 1."""
    publish(tmp_path / "published", "build_1", small(1))
    return tmp_path / "published"
