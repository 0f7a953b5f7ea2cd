"""A build that cannot be is told at once, in one line: by `make build`, before dbt starts."""

import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, run_dbt

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"


def ready(warehouse: Path) -> tuple[int, str]:
    """What stands before dbt in `make build`: its exit status and what it says."""
    ran = subprocess.run(
        [sys.executable, "-m", "warehouse_ready"],
        env={
            **os.environ,
            "PYTHONPATH": str(PROJECT / "scripts"),
            "WAREHOUSE_PATH": str(warehouse),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == ""
    return ran.returncode, ran.stderr


def test_make_build_asks_before_dbt_starts() -> None:
    ran = subprocess.run(
        ["make", "--dry-run", "--assume-old=.venv/.installed", "build"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert 0 < ran.stdout.index("-m warehouse_ready") < ran.stdout.index("dbt build")


def test_who_holds_the_warehouse_is_told_at_once(tmp_path: Path) -> None:
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
        status, told = ready(warehouse)
        took = time.monotonic() - started
        holder.communicate("\n")
    assert status == 1
    assert told.startswith(f"make build: {warehouse} is in use by process {holder.pid} (python")
    assert told.endswith("wait until it has ended, or close it.\n")
    assert told.count("\n") == 1
    assert took < 20
    assert ready(warehouse) == (0, "")


@pytest.mark.parametrize("name", ["marts.duckdb", "Raw.db", "builds.duckdb"])
def test_a_warehouse_called_like_a_schema_is_told(tmp_path: Path, name: str) -> None:
    status, told = ready(tmp_path / name)
    assert status == 1
    assert "is called like the schema" in told
    assert told.count("\n") == 1
    assert not (tmp_path / name).exists()


def test_what_is_no_warehouse_or_has_no_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.duckdb").write_text("no database" * 1000)
    status, told = ready(tmp_path / "text.duckdb")
    assert (status, told.count("\n")) == (1, 1)
    assert "text.duckdb is no DuckDB file" in told
    status, told = ready(tmp_path / "gone" / "warehouse.duckdb")
    assert (status, told.count("\n")) == (1, 1)
    assert f"there is no folder {tmp_path / 'gone'}" in told


def test_a_warehouse_that_is_free_is_left_as_it_is(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    assert ready(warehouse) == (0, "")
    assert not warehouse.exists()
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create table kept as select 1")
    before = warehouse.read_bytes()
    assert ready(warehouse) == (0, "")
    assert warehouse.read_bytes() == before


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
