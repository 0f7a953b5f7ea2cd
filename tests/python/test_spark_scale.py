"""What builds a small shop on Spark builds a large one: no plan is quadratic or ends in one task.

`make test-spark` runs this, with Spark in an environment of its own; else it is skipped.
"""

import json
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest
from bench.__main__ import main
from bench.settings import Settings
from conftest import PROJECT
from test_spark import SPARK_PYTHON

pytestmark = pytest.mark.skipif(SPARK_PYTHON is None, reason="no Spark here: make test-spark")

TICKETS = 1000
FEW = 10_000
"""Rows that may meet all others, or pass through one task."""

FEW_ROWS = {
    "base_product__fixes": "somebody decides each of them",
    "fct_fixes": "likewise",
    "int_as_of": "one row",
    "int_history": "one row",
    "int_reporting_weeks": "one row a week",
    "int_gate_bounds": "one row a gate",
    "int_gate_order_windows": "one row",
    "int_gate_tags": "one row a tag of the last weeks",
    "int_gate_windows": "one row a gate",
}
"""Tables, besides seeds, that do not grow with the shop."""

JOIN, WINDOW = "join without equality", "window without partition"

EXCEPTIONS = {
    ("int_gate_order_windows", JOIN): "as_of and the first of the last orders: one row",
    ("queue_open_tickets", WINDOW): "what is open, in one order: that is what the queue is",
    ("dq_raw_loads", WINDOW): "one row a raw table",
    ("int_gate_tags", WINDOW): "one row a tag of the last weeks",
    ("int_gate_states", WINDOW): "one row a channel",
    ("int_scorecard_states", WINDOW): "one row a week",
}
"""Models in which few rows are left of many, which the plan does not tell."""

PLANTED = {
    "planted_pairs": """
        select count(*) as pairs
        from bench_marts.fct_tickets as tickets
        inner join bench_marts.fct_orders as orders
            on tickets.created_at between orders.ordered_at and orders.delivered_at
    """,
    "planted_numbers": """
        select ticket_id, row_number() over (order by created_at, ticket_id) as number
        from bench_marts.fct_tickets
    """,
}


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A benchmark of a small shop that was run on Spark."""
    settings = Settings(TICKETS, tmp_path_factory.mktemp("scale"), engine="spark")
    memory = "3GB"
    arguments = ["--engine", "spark", "--tickets", str(TICKETS), "--out", str(settings.out)]
    assert main([*arguments, "--memory-limit", memory]) == 0
    return settings


@pytest.fixture(scope="module")
def nodes(benchmark: Settings) -> dict[str, dict[str, Any]]:
    """Models and seeds of the project, by name."""
    manifest = json.loads((benchmark.folder / "target" / "manifest.json").read_text())
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] in {"model", "seed"}
    }


@pytest.fixture(scope="module")
def found(
    benchmark: Settings, nodes: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, Any]]]:
    """What was found in the plans of all models that are tables, and of the planted ones."""
    folder = tmp_path_factory.mktemp("compiled")
    compiled = benchmark.folder / "target" / "compiled"
    for name, node in nodes.items():
        # the work of a view is in the plans of what reads it
        if node["resource_type"] == "model" and node["config"]["materialized"] != "view":
            path = compiled / node["package_name"] / node["original_file_path"]
            (folder / f"{name}.sql").write_text(path.read_text())
    for name, sql in PLANTED.items():
        (folder / f"{name}.sql").write_text(sql)
    script = PROJECT / "tests" / "python" / "spark_plans.py"
    ran = subprocess.run(
        [str(SPARK_PYTHON), str(script), str(benchmark.warehouse), str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(ran.stdout)


def is_small(side: Mapping[str, Any], nodes: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether an input of a node does not grow with the shop."""
    if side["most_rows"] is not None and side["most_rows"] <= FEW:
        return True
    return all(
        table in FEW_ROWS or nodes.get(table, {}).get("resource_type") == "seed"
        for table in side["tables"]
    )


@pytest.fixture(scope="module")
def faults(found: dict[str, list[dict[str, Any]]], nodes: dict[str, dict[str, Any]]) -> set[tuple]:
    """Models and what in them grows faster than the shop, or in one task."""
    return {
        (model, one["what"])
        for model, findings in found.items()
        for one in findings
        if not any(is_small(side, nodes) for side in one["inputs"])
    }


def test_no_plan_is_quadratic_or_puts_many_rows_into_one_task(found, faults):
    assert len(found) > 100
    of_the_project = {fault for fault in faults if fault[0] not in PLANTED}
    assert of_the_project - set(EXCEPTIONS) == set()
    assert set(EXCEPTIONS) - of_the_project == set(), "no exception any more"


def test_a_plan_that_does_not_scale_is_found(faults):
    assert {("planted_pairs", JOIN), ("planted_numbers", WINDOW)} <= faults


def test_the_benchmark_measures_spark(benchmark, nodes):
    results = json.loads((benchmark.folder / "report.json").read_text())
    models = {name for name, node in nodes.items() if node["resource_type"] == "model"}
    assert {entry["model"] for entry in results["models"]} == models
    rows = {entry["model"]: entry["rows"] for entry in results["models"]}
    assert rows["stg_helpdesk__tickets"] is None
    assert 0.9 * TICKETS < rows["fct_tickets"] <= TICKETS
    # what dbt itself takes is less than half of it
    assert results["build"]["cpu_seconds"] > 60
    assert 500 < results["build"]["peak_mib"] < 8000
    assert "Spark 4.3" in (benchmark.folder / "report.md").read_text().splitlines()[0]
