"""Vars say what they mean, or the run stops with a line that names them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT, run_dbt

# The moment on the left is the UTC time on the right, whatever the session's zone.
MOMENTS = {
    "2026-03-20": "2026-03-20 00:00:00",
    "2026-03-20 10:00": "2026-03-20 10:00:00",
    "2026-03-20T10:00:00": "2026-03-20 10:00:00",
    " 2026-03-20 10:00:00.25 ": "2026-03-20 10:00:00.25",
    "2026-03-20 10:00:00.123456789": "2026-03-20 10:00:00.123456",
    "2026-03-20 10:00:00Z": "2026-03-20 10:00:00",
    "2026-03-20T10:00:00z": "2026-03-20 10:00:00",
    "2026-03-20 10:00:00 Z": "2026-03-20 10:00:00",
    "2026-03-20 10:00:00UTC": "2026-03-20 10:00:00",
    "2026-03-20 10:00:00 UTC": "2026-03-20 10:00:00",
    "2026-03-20 10:00 GMT": "2026-03-20 10:00:00",
    "2026-03-20T00:00:00+02:00": "2026-03-19 22:00:00",
    "2026-03-20 00:00:00+0200": "2026-03-19 22:00:00",
    "2026-03-20 00:00:00 +02": "2026-03-19 22:00:00",
    "2026-03-20 00:00 -05:30": "2026-03-20 05:30:00",
    "2026-03-20 UTC": "2026-03-20 00:00:00",
}
NO_MOMENTS = [
    "14.06.2026",
    "06/14/2026",
    "2026-6-14",
    "2026-06-14 9:30",
    "2026-06-14 09:30 CET",
    "2026-06-14 09:30+2",
    "2026-06-14+02:00",
    "20260614",
    "yesterday",
    "2026-06-14'; drop schema marts; --",
]

# What a var is given, and the line that the run stops with.
MISTAKES = {
    ("as_of", "14.06.2026"): "as_of: 14.06.2026 is no moment: write 2026-06-14 or ",
    ("as_of", "2026-02-30"): "as_of: 2026-02-30 is no moment: write 2026-06-14 or ",
    ("as_of", False): "as_of: False is no moment",
    ("reporting_time_zone", "Europe/Berln"): (
        "reporting_time_zone: no zone is called Europe/Berln; Europe/Berlin?"
    ),
    ("reporting_time_zone", "europe/berlin"): "called europe/berlin; Europe/Berlin?",
    ("reporting_time_zone", "Middle/Earth"): "called Middle/Earth; Europe/Berlin is one",
    ("reporting_time_zone", "UTC' or 'x"): "called UTC' or 'x; ",
    ("reporting_time_zone", None): "reporting_time_zone: no zone is called None; ",
    ("reporting_currency", "euro"): (
        "reporting_currency: euro is no currency code: write three capital letters, such as EUR,"
    ),
    ("reporting_currency", "EURO"): "reporting_currency: EURO is no currency code",
    ("reporting_currency", "eur"): "reporting_currency: eur is no currency code",
    ("reporting_currency", ""): "reporting_currency:  is no currency code",
    ("reporting_currency", 978): "reporting_currency: 978 is no currency code",
    ("wismo_days", -1): "wismo_days: -1 is no whole number from 1 to 36500.",
    ("wismo_days", 0): "wismo_days: 0 is no whole number from 1 to 36500.",
    ("wismo_days", 7.5): "wismo_days: 7.5 is no whole number from 1 to 36500.",
    ("wismo_days", "7"): "wismo_days: 7 is no whole number from 1 to 36500 (it is a text: ",
    ("wismo_days", None): "wismo_days: None is no whole number from 1 to 36500.",
    ("wismo_days", True): "wismo_days: True is no whole number",
    ("wismo_days", 99999999999): "wismo_days: 99999999999 is no whole number",
    ("control_sla_gap", 10): "control_sla_gap: 10 is no number from 0 to 1.",
    ("control_sla_gap", -0.1): "control_sla_gap: -0.1 is no number from 0 to 1.",
}
MEANT = {
    "as_of": [None, "", "2026-06-14", "2026-06-14T09:30+02:00"],
    "reporting_time_zone": ["UTC", "Europe/Berlin", "America/New_York", "Etc/GMT+3"],
    "reporting_currency": [None, "EUR", "JPY"],
    "wismo_days": [1, 30],
    "wismo_landmark_hours": [0, 24],
    "control_sla_gap": [0, 0.1, 1],
    "z_of_shop": [1.96, 3],
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose warehouse holds what the cheapest of all runs needs."""
    return tmp_path_factory.mktemp("vars")


def shown(place: Path, values: list[str], **options: Any) -> list[Any]:
    """What Jinja makes of expressions, each a text or SQL of one, in one run of dbt."""
    asked = ", ".join(f"{{{{ {value} }}}} as c{number}" for number, value in enumerate(values))
    ran = run_dbt(
        *("--quiet", "show", "--output", "json", "--inline", f"select {asked}"),
        warehouse=place / "warehouse.duckdb",
        **options,
    )
    assert ran.returncode == 0, ran.stdout
    [row] = json.loads(ran.stdout)["show"]
    return list(row.values())


def moments(place: Path, values: list[str], **options: Any) -> list[str | None]:
    """What the engine makes of moments, each Jinja of one."""
    sql = [
        f"'cast(' ~ (utc_moment({value}) or 'cast(null as timestamp)') ~ ' as varchar)'"
        for value in values
    ]
    return shown(place, sql, **options)


def problems(place: Path, given: list[tuple[str, Any]]) -> list[str]:
    """What is said of values of vars: nothing where they are right."""
    calls = [f"var_problem('{name}', known_vars()['{name}'], {value!r})" for name, value in given]
    sql = [f"\"'\" ~ dbt.escape_single_quotes(({call} if execute) or '') ~ \"'\"" for call in calls]
    return shown(place, sql)


def test_moments_are_utc_instants_whatever_the_sessions_zone(place: Path) -> None:
    found = moments(
        place, [json.dumps(text) for text in MOMENTS], environment={"TZ": "America/New_York"}
    )
    assert found == list(MOMENTS.values())


def test_what_is_no_moment_is_not_guessed(place: Path) -> None:
    found = moments(place, [json.dumps(text) for text in NO_MOMENTS])
    assert found == [None] * len(NO_MOMENTS)


def test_as_of_may_be_what_yaml_makes_of_it(place: Path) -> None:
    """Without quotes it is a date, or a datetime with an offset, and no text."""
    for written, instant in {
        "2026-08-20": "2026-08-20 00:00:00",
        "2026-08-20T00:00:00+02:00": "2026-08-19 22:00:00",
        "2026-08-20 10:00:00": "2026-08-20 10:00:00",
    }.items():
        found = moments(
            place,
            ["var('as_of')"],
            variables=f"{{as_of: {written}}}",
            environment={"TZ": "America/New_York"},
        )
        assert found == [instant], written


def test_a_value_that_cannot_be_meant_is_told_with_its_var(place: Path) -> None:
    said = problems(place, list(MISTAKES))
    for (given, expected), line in zip(MISTAKES.items(), said, strict=True):
        assert expected in line, given
        assert "\n" not in line


def test_what_can_be_meant_is_not_told(place: Path) -> None:
    given = [(name, value) for name, values in MEANT.items() for value in values]
    assert problems(place, given) == [""] * len(given)


def test_all_mistakes_stop_the_run_before_anything_is_built(place: Path) -> None:
    """A slip in raw_location must not build the sample instead."""
    ran = run_dbt(
        *("seed", "--select", "kpi_bands"),
        warehouse=place / "warehouse.duckdb",
        variables="{as_of: 14.06.2026, min_group: none, raw_locaton: /export, shop: mine}",
    )
    assert ran.returncode != 0
    assert "START seed" not in ran.stdout
    for line in (
        "as_of: 14.06.2026 is no moment: write 2026-06-14 or 2026-06-14 09:30:00, both UTC, or ",
        "min_group: none is no whole number from 1 to 1000000000",
        "--vars: no var is called raw_locaton; raw_location?",
        "--vars: no var is called shop. There are raw_location, raw_schema, ",
    ):
        assert re.search(f"^ *{re.escape(line)}", ran.stdout, re.MULTILINE), ran.stdout


def test_the_vars_that_are_known_are_those_of_the_project(place: Path) -> None:
    """dbt_project.yml states them, once; each that is a number has a rule for numbers."""
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    [known] = shown(place, ['"\'" ~ (tojson(known_vars()) if execute) ~ "\'"'])
    rules = json.loads(known)
    assert list(rules) == list(project["vars"])
    for name, default in project["vars"].items():
        is_number = isinstance(default, int | float)
        assert (rules[name]["kind"] in ("whole", "number")) == is_number, name
