"""This project installed as a package of another one, with a profile and vars of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from conftest import BUILD, DBT, PROJECT, run_dbt

ZONE = "Europe/Berlin"
PROJECT_FILE = f"""
name: shop
version: "1.0.0"
config-version: 2
profile: shop
model-paths: [models]
vars:
  lookback_days: 3
  service_to_revenue:
    reporting_time_zone: {ZONE}
"""
# No settings: the session's zone is that of the machine.
PROFILE = """
shop:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: "{{ env_var('WAREHOUSE_PATH') }}"
      schema: shop
      threads: 2
"""
MODEL = """
{{ config(materialized='table') }}
select kpi, value, {{ var('lookback_days') }} as lookback_days, '{{ var("brand") }}' as brand
from {{ ref('service_to_revenue', 'kpi_scorecard') }}
"""


@dataclass
class Root:
    """A project that has this one as a package."""

    folder: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    def dbt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """dbt as its user runs it, far from UTC."""
        return subprocess.run(
            [str(DBT), "--no-use-colors", *arguments, "--profiles-dir", "."],
            cwd=self.folder,
            env={
                **os.environ,
                "PWD": str(self.folder),
                "TZ": "America/New_York",
                "WAREHOUSE_PATH": str(self.warehouse),
            },
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    """The other project, with this one installed by `dbt deps`."""
    folder = tmp_path_factory.mktemp("root")
    ignored = shutil.ignore_patterns(".git", ".venv", "target", "logs", "*.duckdb", "__pycache__")
    shutil.copytree(PROJECT, folder / "package", ignore=ignored)
    (folder / "models").mkdir()
    (folder / "models" / "our_scorecard.sql").write_text(MODEL)
    (folder / "dbt_project.yml").write_text(PROJECT_FILE)
    (folder / "profiles.yml").write_text(PROFILE)
    (folder / "packages.yml").write_text("packages:\n  - local: package\n")
    installed = Root(folder).dbt("deps")
    assert installed.returncode == 0, installed.stdout
    yield Root(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def built(root: Root) -> subprocess.CompletedProcess[str]:
    """A build of all of it, with vars of the root's in --vars and a slip in one of ours."""
    return root.dbt(
        *BUILD,
        "--vars",
        "{brand: ours, as_of: 2026-10-01T00:00:00+02:00, lookback_day: 4, raw_locaton: /export}",
    )


def test_the_package_builds_the_same_marts_beside_the_roots_own(
    root: Root, built: subprocess.CompletedProcess[str], tmp_path: Path
) -> None:
    """In a session whose zone is not UTC."""
    assert built.returncode == 0, built.stdout
    assert "Build passed: " in built.stdout
    plain = tmp_path / "warehouse.duckdb"
    same = f"{{reporting_time_zone: {ZONE}, as_of: '2026-09-30 22:00:00'}}"
    run = run_dbt(
        *("build", "--exclude-resource-type", "unit_test", "test"),
        warehouse=plain,
        variables=same,
    )
    assert run.returncode == 0, run.stdout
    with duckdb.connect() as connection:
        connection.execute(f"attach '{root.warehouse}' as package (read_only)")
        connection.execute(f"attach '{plain}' as plain (read_only)")
        marts = connection.execute(
            "select table_name from duckdb_tables()"
            " where schema_name = 'marts' and database_name = 'plain'"
        ).fetchall()
        assert len(marts) > 30
        for (mart,) in marts:
            for left, right in (("package", "plain"), ("plain", "package")):
                rows = connection.execute(
                    f"from {left}.marts.{mart} except all from {right}.marts.{mart} limit 3"
                ).fetchall()
                assert rows == [], f"{mart}: only in {left}"
        ours = connection.execute(
            "select distinct lookback_days, brand from package.shop.our_scorecard"
        ).fetchall()
        assert ours == [(3, "ours")]
        as_of = connection.execute("select as_of::varchar from package.intermediate.int_as_of")
        assert as_of.fetchall() == [("2026-09-30 22:00:00",)]


def test_only_what_nearly_is_a_var_of_ours_is_told(
    built: subprocess.CompletedProcess[str],
) -> None:
    """The root's vars and those of its other packages are in --vars, too."""
    assert "service_to_revenue: --vars: no var is called raw_locaton; raw_location?" in built.stdout
    assert "no var is called brand" not in built.stdout


def test_a_var_of_ours_that_cannot_be_meant_stops_the_roots_run(root: Root) -> None:
    ran = root.dbt(*("seed", "--select", "kpi_bands"), "--vars", "{brand: ours, wismo_days: -1}")
    assert ran.returncode != 0
    assert "wismo_days: -1 is no whole number from 1 to 36500." in ran.stdout
