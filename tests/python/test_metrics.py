"""MetricFlow's metrics are the KPIs: the same numbers as the marts, and no KPI forgotten."""

import csv
import math
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import DBT, PROJECT, query

MF = DBT.with_name("mf")
DEFINITIONS = PROJECT / "seeds" / "reference" / "kpi_definitions.csv"
KPIS = {row["kpi"] for row in csv.DictReader(DEFINITIONS.read_text().splitlines())}
# KPIs whose marts are by channel, too: the mart, and the KPI of a channel in it.
BY_CHANNEL = {
    "first_response_sla": ("kpi_response_by_week", "max(first_response_sla)"),
    "first_response_median_minutes": (
        "kpi_response_by_week",
        "max(first_response_median_minutes)",
    ),
    "high_quality_reason_share": ("kpi_reason_quality_by_week", "max(high_quality_reason_share)"),
    "catch_all_share": ("kpi_reason_quality_by_week", "max(catch_all_share)"),
    "cost_per_successful_resolution": (
        "kpi_cost_by_week",
        "max(cost_per_successful_resolution)",
    ),
    "resolution_sla": (
        "kpi_resolution_by_week",
        "sum(resolution_sla_met) / nullif(sum(resolution_sla_met + resolution_sla_breached), 0)",
    ),
    "conversion_risk_resolved_within_sla": (
        "kpi_resolution_by_week",
        "max(resolution_sla) filter (where commercial_impact = 'conversion_risk')",
    ),
    "outcome_sla": (
        "kpi_resolution_by_week",
        "sum(outcome_sla_met) / nullif(sum(outcome_sla_met + outcome_sla_breached), 0)",
    ),
    "fcr": (
        "kpi_resolution_by_week",
        "sum(first_contact_resolutions) / nullif(sum(decided_issues), 0)",
    ),
    "repeat_contact_rate": ("kpi_resolution_by_week", "sum(repeat_contacts) / sum(contacts)"),
}
Slices = dict[tuple[str, ...], float | None]
Values = dict[str, Slices]


@pytest.fixture(scope="module")
def metrics(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The metrics by name, as dbt parsed them."""
    return {metric["name"]: metric for metric in manifest["metrics"].values()}


@pytest.fixture(scope="module")
def folder(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which mf finds the project and the build of the sample."""
    folder = tmp_path_factory.mktemp("metrics")
    for name in ("dbt_project.yml", "profiles.yml"):
        (folder / name).symlink_to(PROJECT / name)
    (folder / "target").symlink_to(sample_warehouse.parent / "target")
    return folder


def run_mf(*arguments: str, folder: Path, warehouse: Path) -> str:
    """What mf prints; it must succeed."""
    finished = subprocess.run(
        [str(MF), *arguments],
        cwd=folder,
        env={**os.environ, "PWD": str(folder), "WAREHOUSE_PATH": str(warehouse)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def measured(names: Iterable[str], group_by: str, *, folder: Path, warehouse: Path) -> Values:
    """Metrics by what they are grouped by, weeks as dates; without a value, None."""
    names = sorted(names)
    file = folder / "metrics.csv"
    asked = ("--metrics", ",".join(names), "--group-by", group_by, "--csv", str(file), "--quiet")
    run_mf("query", *asked, folder=folder, warehouse=warehouse)
    values: Values = {name: {} for name in names}
    with file.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            week, *slices = (row[column] for column in group_by.split(","))
            for name in names:
                value = float(row[name]) if row[name] else None
                values[name][(week[:10], *slices)] = value
    return values


@pytest.fixture(scope="module")
def weekly(metrics: dict[str, Any], folder: Path, sample_warehouse: Path) -> Values:
    """All metrics by week."""
    return measured(metrics, "metric_time__week", folder=folder, warehouse=sample_warehouse)


@pytest.fixture(scope="module")
def weekly_by_channel(folder: Path, sample_warehouse: Path) -> Values:
    """Metrics by week and channel."""
    grouped = "metric_time__week,ticket__channel"
    return measured(BY_CHANNEL, grouped, folder=folder, warehouse=sample_warehouse)


def channel_values(kpi: str, warehouse: Path) -> Slices:
    """A KPI by week and channel, from its mart."""
    mart, value = BY_CHANNEL[kpi]
    rows = query(
        warehouse,
        f"select cast(week_start_date as varchar), channel, {value} from marts.{mart} group by all",
    )
    return {(week, channel): value for week, channel, value in rows}


def differences(found: Slices, expected: Slices, tolerance: float = 1e-9) -> list[str]:
    """A line for each slice with two values; one that is missing has none."""
    return [
        f"{key}: {found.get(key)}, expected {expected.get(key)}"
        for key in sorted({*found, *expected})
        if found.get(key) != expected.get(key)
        and not math.isclose(
            math.nan if found.get(key) is None else found[key],
            math.nan if expected.get(key) is None else expected[key],
            rel_tol=tolerance,
        )
    ]


def listed(heading: str) -> set[str]:
    """The names in the first column of the table under a heading of docs/metrics.md."""
    text = (PROJECT / "docs" / "metrics.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def test_every_kpi_is_a_metric_or_documented_not_to_be_one(metrics: dict[str, Any]) -> None:
    assert listed("What is not a metric") == KPIS - set(metrics)


def test_the_declared_kpis_have_the_metrics_that_make_metrics_writes() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "metrics", "--check"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT / "scripts" / "makers")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_no_metric_holds_what_metricflow_warns_to_override(metrics: dict[str, Any]) -> None:
    """A metric that dbt makes of a measure has an expr that MetricFlow overrides."""
    simple = [metric for metric in metrics.values() if metric["type"] == "simple"]
    assert len(simple) > 20
    assert [metric["name"] for metric in simple if metric["type_params"]["expr"]] == []


@pytest.mark.parametrize("kpi", sorted(KPIS))
def test_a_week_of_a_metric_is_that_of_the_scorecard(
    kpi: str, weekly: Values, metrics: dict[str, Any], sample_warehouse: Path
) -> None:
    """Value, and of a ratio the numerator and the denominator."""
    if kpi not in metrics:
        assert kpi in listed("What is not a metric")
        return
    scored = query(
        sample_warehouse,
        "select cast(week_start_date as varchar), value, numerator, denominator"
        f" from marts.kpi_scorecard where kpi = '{kpi}'",
    )
    # Metrics know the weeks that the scorecard leaves out, too.
    weeks = [(week,) for week, *_ in scored]
    values = {(week,): value for week, value, *_ in scored}
    assert sum(value is not None for value in values.values()) >= 30
    assert not differences({week: weekly[kpi].get(week) for week in weeks}, values)

    if metrics[kpi]["type"] == "ratio" and not metrics[kpi]["filter"]:
        for place, part in ((2, "numerator"), (3, "denominator")):
            name = metrics[kpi]["type_params"][part]["name"]
            found = {week: weekly[name].get(week) or 0 for week in weeks}
            assert not differences(found, {(row[0],): row[place] or 0 for row in scored}), name


@pytest.mark.parametrize("kpi", BY_CHANNEL)
def test_a_week_of_a_channel_is_that_of_its_mart(
    kpi: str, weekly_by_channel: Values, sample_warehouse: Path
) -> None:
    expected = channel_values(kpi, sample_warehouse)
    assert sum(value is not None for value in expected.values()) >= 60
    assert not differences(weekly_by_channel[kpi], expected)


def test_what_the_sample_lacks_is_left_out_too(
    weekly: Values, folder: Path, sample_warehouse: Path, tmp_path: Path
) -> None:
    """Refunds of test orders, comparisons of too few orders, and a week that ends with nothing."""
    week, week_end = "2026-08-03", "2026-08-09"
    # the file's name is part of the names of its tables
    copy = Path(shutil.copy(sample_warehouse, tmp_path / sample_warehouse.name))
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "update marts.fct_refunds set is_test_order = true"
            f" where completed_week_start_date = '{week}'"
        )
        shipped = f"shipped_date between '{week}' and '{week_end}' and is_informed is not null"
        connection.execute(
            "update marts.fct_orders set is_informed = order_id <>"
            f" (select min(order_id) from marts.fct_orders where {shipped} and has_asked)"
            f" where {shipped}"
        )
        connection.execute(f"delete from marts.fct_backlog_by_day where date_day = '{week_end}'")
    lacking = {
        "refund_median_hours": None,
        "wismo_deflection_rate": None,
        "backlog_older_than_72h_share": None,
        "backlog_growth": -1.0,
    }
    found = measured(lacking, "metric_time__week", folder=folder, warehouse=copy)
    assert all(weekly[name][(week,)] is not None for name in lacking)
    assert {name: values.get((week,)) for name, values in found.items()} == lacking


def test_the_command_of_the_readme_prints_fcr_by_week_and_channel(
    folder: Path, sample_warehouse: Path
) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    program, *arguments = shlex.split(re.search(r"^\$ (\.venv/bin/mf .*)$", readme, re.M)[1])
    assert program == ".venv/bin/mf"
    printed = run_mf(*arguments, folder=folder, warehouse=sample_warehouse)
    rows = re.findall(r"^(\d{4}-\d\d-\d\d)T\S+ +(\w+) +(\S+)$", printed, re.MULTILINE)
    found = {(week, channel): float(value) for week, channel, value in rows}
    # six digits are printed
    assert not differences(found, channel_values("fcr", sample_warehouse), tolerance=1e-5)


def test_the_semantic_models_are_valid_on_the_warehouse(
    folder: Path, sample_warehouse: Path
) -> None:
    printed = run_mf("validate-configs", "--show-all", folder=folder, warehouse=sample_warehouse)
    counts = re.findall(r"\b(?:ERRORS|FUTURE_ERRORS|WARNINGS): (\d+)", printed)
    # the manifest, and in the warehouse models, dimensions, entities, measures, metrics
    assert counts == ["0"] * 6 * 3
