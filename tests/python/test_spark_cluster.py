"""A cluster that loses a worker, or everything, in the middle of a build gives the same marts.

`make test-spark-cluster` runs this, with Spark in an environment of its own; else it is skipped.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import BUILD, PROJECT, run_dbt
from engines import compare
from spark_cluster import Cluster
from test_spark import SPARK_PYTHON, Spark, relations

THREADS = "3"
PATIENCE = 1800
"""Seconds until a build must be where it is waited for, or at its end."""

pytestmark = pytest.mark.skipif(
    SPARK_PYTHON is None or "SPARK_CLUSTER" not in os.environ,
    reason="no cluster of Spark here: make test-spark-cluster",
)


@dataclass(frozen=True)
class Team:
    """Somebody who builds on a cluster and publishes.

    Attributes:
        cluster: that runs, or does not.
        published: where to.
    """

    cluster: Cluster
    published: Path

    @property
    def environment(self) -> dict[str, str]:
        """What profiles.yml and the commands ask for."""
        return {
            **self.cluster.environment,
            "SPARK_SCHEMA": "team",
            "SPARK_DBT_THREADS": THREADS,
            "SPARK_SHARED": str(self.cluster.folder / "shared"),
        }

    def build(self) -> subprocess.Popen[str]:
        """Begin to build, as `make build-spark` does."""
        return self._command("make_build")

    def dbt(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin a command of dbt."""
        return self._command("dbt.cli.main", "--quiet", *arguments)

    def publish(self) -> tuple[int, str]:
        """Publish, as `make build-spark` does then; the exit status and what was said."""
        manifest = self.cluster.folder / "target" / "manifest.json"
        options = ["--to", str(self.published), "--manifest", str(manifest)]
        process = self._command("publish", *options)
        said, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, said

    def _command(self, module: str, *options: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(SPARK_PYTHON), "-m", module, *options],
            cwd=PROJECT,
            env={
                **os.environ,
                **self.environment,
                "PYTHONPATH": str(PROJECT / "scripts"),
                "DBT_TARGET": "spark_thrift",
                "DBT_TARGET_PATH": str(self.cluster.folder / "target"),
                "DBT_LOG_PATH": str(self.cluster.folder / "logs"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def has_built(self, table: str, since: float) -> bool:
        """Whether a mart has files that were written since a moment."""
        files = (self.cluster.warehouse / "team_marts.db" / table).glob("*.parquet")
        with suppress(FileNotFoundError):  # it is dropped just now
            return any(file.stat().st_mtime > since for file in files)
        return False


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as DuckDB builds it."""
    warehouse = tmp_path_factory.mktemp("ours") / "warehouse.duckdb"
    built = run_dbt(*BUILD, warehouse=warehouse, artifacts=True)
    assert built.returncode == 0, built.stdout
    return warehouse


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A team on a master, two workers and the Thrift server."""
    place = tmp_path_factory.mktemp("team")
    with Cluster(place / "cluster", python=str(SPARK_PYTHON)) as cluster:
        yield Team(cluster, place / "published")


def wait_for(process: subprocess.Popen[str], is_so: Callable[[], bool]) -> None:
    """Wait until a build is somewhere; it must not have ended by then."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.5)


def assert_equal(team: Team, ours: Path, when: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Compare the marts on the cluster with those of DuckDB."""
    manifest = ours.parent / "target" / "manifest.json"
    marts = [table for _, layer, table in relations(manifest) if layer == "marts"]
    place = team.cluster.folder / f"exported-{when}"
    place.mkdir()
    spark = Spark(place, team.environment, "spark_thrift")
    exported = spark.export({table: f"team_marts.{table}" for table in marts}, {})
    found = compare(ours, exported, {table: f"marts.{table}" for table in marts})
    with capsys.disabled():
        print(f"\n{when}: {found}")
    assert found.relations == len(marts) >= 40
    assert found.differing == []


def test_a_worker_that_is_killed_and_a_cluster_that_is_change_no_number(
    team: Team, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this order, each on what the one before has left."""
    begun = time.time()
    build = team.dbt("build", "--resource-type", "seed", "--resource-type", "model")
    wait_for(build, lambda: team.has_built("fct_tickets", begun))
    lost = team.cluster.kill_worker()
    said, _ = build.communicate(timeout=PATIENCE)
    assert build.returncode == 0, said
    assert "lost" in lost_executors(team.cluster), lost
    assert_equal(team, ours, "one-worker-killed", capsys)

    team.cluster.start_worker(lost)
    begun = time.time()
    build = team.dbt("run")
    wait_for(build, lambda: team.has_built("fct_tickets", begun))
    team.cluster.kill()
    said, _ = build.communicate(timeout=PATIENCE)
    assert build.returncode != 0, said
    status, told = team.publish()
    assert status == 1, told

    team.cluster.start()
    status, told = team.publish()
    assert status == 1 and "the last build of team_marts is running" in told, told
    assert not team.published.exists()
    build = team.build()
    said, _ = build.communicate(timeout=PATIENCE)
    assert build.returncode == 0, said
    assert_equal(team, ours, "all-killed-and-started-anew", capsys)
    status, told = team.publish()
    assert status == 0, told
    assert (team.published / "scorecard.html").stat().st_size > 100_000


def lost_executors(cluster: Cluster) -> str:
    """What the Thrift server says of executors that went."""
    log = (cluster.folder / "thrift-server.log").read_text(encoding="utf-8")
    return "\n".join(line for line in log.splitlines() if "executor" in line.lower())
