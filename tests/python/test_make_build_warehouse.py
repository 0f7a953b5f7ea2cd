"""A build that cannot be is told at once, in one line: by `make build`, before dbt starts."""

import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import PROJECT, run_dbt
from make_build.warehouse import NotReady, check, read_profiles, warehouse_of

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"


def ready(warehouse: Path) -> str:
    """What keeps the warehouse from being built; empty when nothing does."""
    try:
        check(warehouse)
    except NotReady as error:
        return str(error)
    return ""


def test_who_holds_the_warehouse_is_told_at_once(tmp_path: Path) -> None:
    """By the command that `make build` runs, in one line and nothing else."""
    warehouse = tmp_path / "warehouse.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        started = time.monotonic()
        ran = subprocess.run(
            [sys.executable, "-m", "make_build"],
            env={
                **os.environ,
                "PYTHONPATH": str(PROJECT / "scripts"),
                "WAREHOUSE_PATH": str(warehouse),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        took = time.monotonic() - started
        holder.communicate("\n")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(
        f"make build: {warehouse} is in use by process {holder.pid} (python"
    )
    assert ran.stderr.endswith("wait until it has ended, or close it.\n")
    assert ran.stderr.count("\n") == 1
    assert took < 20
    assert ready(warehouse) == ""


@pytest.mark.parametrize("name", ["marts.duckdb", "Raw.db", "builds.duckdb"])
def test_a_warehouse_called_like_a_schema_is_told(tmp_path: Path, name: str) -> None:
    told = ready(tmp_path / name)
    assert "is called like the schema" in told
    assert "\n" not in told
    assert not (tmp_path / name).exists()


def test_what_is_no_warehouse_or_has_no_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.duckdb").write_text("no database" * 1000)
    told = ready(tmp_path / "text.duckdb")
    assert "text.duckdb is no DuckDB file" in told
    assert "\n" not in told
    told = ready(tmp_path / "gone" / "warehouse.duckdb")
    assert f"there is no folder {tmp_path / 'gone'}" in told
    assert "\n" not in told


def test_a_warehouse_that_is_free_is_left_as_it_is(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    assert ready(warehouse) == ""
    assert not warehouse.exists()
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create table kept as select 1")
    before = warehouse.read_bytes()
    assert ready(warehouse) == ""
    assert warehouse.read_bytes() == before


@pytest.mark.parametrize(
    ("path", "environment", "built"),
    [
        ("{{ env_var('WAREHOUSE_PATH', 'warehouse.duckdb') }}", None, "{project}/warehouse.duckdb"),
        ("{{ env_var('WAREHOUSE_PATH', 'warehouse.duckdb') }}", "a/b.db", "{project}/a/b.db"),
        ("{{ env_var('WAREHOUSE_PATH', 'warehouse.duckdb') }}", "/a/b.db", "/a/b.db"),
        ("data/shop.duckdb", None, "{project}/data/shop.duckdb"),
        (":memory:", None, None),
        ("md:shop", None, None),
    ],
)
def test_the_warehouse_is_the_file_that_dbt_builds(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    environment: str | None,
    built: str | None,
) -> None:
    """A path in the profile is taken from the project, wherever a command stands."""
    monkeypatch.delenv("WAREHOUSE_PATH", raising=False)
    if environment:
        monkeypatch.setenv("WAREHOUSE_PATH", environment)
    outputs = {"dev": {"type": "duckdb", "path": path}, "other": {"type": "duckdb"}}
    profile = {"shop": {"target": "dev", "outputs": outputs}}
    (tmp_path / "profiles.yml").write_text(yaml.safe_dump(profile))
    found = warehouse_of(read_profiles(tmp_path, beside=PROJECT)["shop"])
    assert found == (Path(built.format(project=PROJECT)) if built else None)


def test_a_full_disk_is_told_with_its_place(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("nothing can be mounted here")
    try:
        warehouse = disk / "warehouse.duckdb"
        ran = run_dbt(
            *("seed", "--select", "path:seeds/raw"),
            warehouse=tmp_path / "beside",
            environment={"WAREHOUSE_PATH": str(warehouse)},
        )
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert ran.returncode != 0
    told = [line for line in ran.stdout.splitlines() if "Disk full: " in line]
    assert len(told) == 1
    assert f"no space is left for {warehouse}. Free some there, or name another disk" in told[0]
