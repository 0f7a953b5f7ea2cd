"""Apache Spark builds what DuckDB builds, cell by cell, of a shop in which all is awkward.

Spark is no dependency of the project's own environment. `make test-spark` installs it in one of
its own and runs this; else it is skipped.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from awkward_shop import awkward_shop, write_parquet
from conftest import PROJECT, run_dbt
from engines import compare

SPARK_PYTHON = os.environ.get("SPARK_PYTHON")

# The gates ask what is usual, and this shop is not; unit tests have a test of their own.
BUILD = ("build", "--exclude", "tag:gate", "test_type:unit")
MODELS = ("run",)
SCHEMA = "landed"

ZONES = {"Europe/Berlin": BUILD, "America/New_York": MODELS, "Asia/Kolkata": MODELS}
"""Reporting time zones: one with daylight saving on either side of UTC, one of half an hour."""

ELSEWHERE = {"marts.dq_raw_tables": ["read_from"]}
"""Columns that differ since they name a place, which is another on each engine."""

pytestmark = pytest.mark.skipif(SPARK_PYTHON is None, reason="no Spark here: make test-spark")


@dataclass(frozen=True)
class Spark:
    """A folder that Spark builds into, in processes of its own.

    Attributes:
        folder: of tables and metastore, `warehouse`, and of what dbt writes.
        environment: variables of profiles.yml.
        target: of profiles.yml.
    """

    folder: Path
    environment: Mapping[str, str]
    target: str = "spark"

    def dbt(
        self,
        *arguments: str,
        variables: Mapping[str, Any] | None = None,
        profiles: Path = PROJECT,
    ) -> str:
        """Run dbt.

        Args:
            arguments: the command and its options.
            variables: of --vars.
            profiles: the folder of profiles.yml.

        Returns:
            What it said; it succeeded.
        """
        options = ["--target", self.target, "--no-use-colors", "--project-dir", str(PROJECT)]
        options += ["--profiles-dir", str(profiles), "--target-path", str(self.folder / "target")]
        options += ["--log-path", str(self.folder / "logs")]
        options += ["--vars", json.dumps(variables)] if variables else []
        ran = subprocess.run(
            [str(Path(str(SPARK_PYTHON)).parent / "dbt"), *arguments, *options],
            env={**os.environ, "DBT_LOG_LEVEL_FILE": "none", **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        faults = [line for line in ran.stdout.splitlines() if " ERROR " in line or " FAIL " in line]
        assert ran.returncode == 0, "\n".join(faults) + ran.stdout[-6000:] + ran.stderr[-2000:]
        return ran.stdout

    def export(self, relations: Mapping[str, str], variables: Mapping[str, Any]) -> Path:
        """Have relations written as Parquet files; returns the folder that holds theirs."""
        place = self.folder / "exported"
        asked = {"relations": dict(relations), "folder": str(place)}
        self.dbt(
            "run-operation", "export_relations", "--args", json.dumps(asked), variables=variables
        )
        return place


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's files, a folder for each table."""
    folder = tmp_path_factory.mktemp("shop")
    write_parquet(awkward_shop(), folder)
    return folder


@pytest.fixture
def spark(tmp_path: Path) -> Spark:
    """Spark in this process, with a metastore of its own."""
    memory = os.environ.get("SPARK_DRIVER_MEMORY", "3g")
    (tmp_path / "spark").mkdir()
    environment = {
        "SPARK_WAREHOUSE": str(tmp_path / "spark" / "warehouse"),
        "SPARK_DRIVER_MEMORY": memory,
        "SPARK_SCHEMA": "dev",
    }
    return Spark(tmp_path / "spark", environment)


def land(shop: Path, warehouse: Path, spark_warehouse: Path) -> None:
    """Make tables of the shop's files in both warehouses."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(f"create schema {SCHEMA}")
        for place in shop.iterdir():
            connection.execute(f"create table {SCHEMA}.{place.name} as from '{place}/*.parquet'")
    script = PROJECT / "tests" / "python" / "spark_tables.py"
    subprocess.run(
        [str(SPARK_PYTHON), str(script), str(spark_warehouse), SCHEMA, str(shop)],
        check=True,
        capture_output=True,
    )


def relations(manifest: Path) -> Iterator[tuple[str, str, str]]:
    """Name, layer and table of every seed and model that was built."""
    for node in json.loads(manifest.read_text())["nodes"].values():
        if node["resource_type"] in {"model", "seed"}:
            yield node["name"], node["config"]["schema"], node["alias"]


def assert_equal(spark: Spark, warehouse: Path, variables: Mapping[str, Any], what: str) -> None:
    """Compare all seeds and models of two builds, and print how many there are."""
    built = list(relations(warehouse.parent / "target" / "manifest.json"))
    exported = spark.export(
        {name: f"dev_{layer}.{table}" for name, layer, table in built}, variables
    )
    names = {name: f"{layer}.{table}" for name, layer, table in built}
    found = compare(warehouse, exported, names, ELSEWHERE)
    print(f"\n{what}: {found}")
    assert found.relations > 160
    assert found.differing == []


@pytest.mark.parametrize("zone", ZONES)
def test_an_awkward_shop_is_equal_on_both_engines_cell_by_cell(
    shop: Path, spark: Spark, tmp_path: Path, zone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables of the metastore; in the first zone with every data test but the gates."""
    warehouse = tmp_path / "warehouse.duckdb"
    land(shop, warehouse, Path(spark.environment["SPARK_WAREHOUSE"]))
    variables = {"raw_schema": SCHEMA, "reporting_time_zone": zone}
    if ZONES[zone] == MODELS:
        run_dbt("seed", warehouse=warehouse, variables=json.dumps(variables))
        spark.dbt("seed", variables=variables)
    ours = run_dbt(
        *ZONES[zone], warehouse=warehouse, variables=json.dumps(variables), artifacts=True
    )
    assert ours.returncode == 0, ours.stdout
    spark.dbt(*ZONES[zone], variables=variables)
    with capsys.disabled():
        assert_equal(spark, warehouse, variables, zone)


def test_every_unit_test_passes_on_spark(spark: Spark) -> None:
    """What they read besides their rows are types: of seeds, and of models without rows."""
    spark.dbt("seed")
    # dim_kpis is held to its seeds, which --empty takes for empty, too
    spark.dbt("run", "--empty", "--exclude", "dim_kpis+")
    spark.dbt("run", "--select", "dim_kpis+")
    told = spark.dbt("test", "--select", "test_type:unit")
    assert "ERROR=0" in told


def test_a_session_in_another_zone_is_stopped_and_ansi_is_on_in_ours(spark: Spark) -> None:
    """dbt-spark switches ANSI mode off, and the profile that is tried here is a careless one."""
    asked = (
        "{% if execute %}{% do begin_session() %}"
        "ANSI is {{ run_query('set spark.sql.ansi.enabled').rows[0][1] }}{% endif %}"
    )
    assert "ANSI is true" in spark.dbt("compile", "--inline", asked)
    profiles = spark.folder / "profiles"
    profiles.mkdir()
    ours = (PROJECT / "profiles.yml").read_text(encoding="utf-8")
    theirs = ours.replace("timeZone: UTC", "timeZone: Europe/Berlin")
    (profiles / "profiles.yml").write_text(theirs, encoding="utf-8")
    with pytest.raises(AssertionError, match="the session is in the time zone Europe/Berlin"):
        spark.dbt("run-operation", "begin_session", profiles=profiles)
