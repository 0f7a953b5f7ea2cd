"""The properties of dbt are such that stricter readers than dbt-core 1 take them, too."""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT, run_dbt
from dbt.jsonschemas import jsonschemas

FOLDERS = ("analyses", "macros", "models", "seeds", "tests")
FILES = sorted(file for folder in FOLDERS for file in (PROJECT / folder).rglob("*.yml"))
# What Jinja in braces may become, for a reader of the schema that does not render it.
RENDERED = {"enabled": True, "+materialized": "view"}
TEST_KEYS = {"arguments", "config", "description", "name"}
# The schema is that of the metrics of dbt 2; MetricFlow of dbt 1 reads them as they are.
OLD_METRICS = re.compile(r"metrics\[\d+\] .*'type_params' was unexpected")

EXAMPLE: dict[str, Any] = {
    "models": [
        {
            "name": "fct_orders",
            "config": {"enabled": "{{ var('raw_schema') is none }}"},
            "columns": [
                {
                    "name": "order_id",
                    "data_tests": [
                        "unique",
                        {"not_null": {"config": {"severity": "warn"}}},
                        {"accepted_values": {"arguments": {"values": ["a"]}}},
                    ],
                }
            ],
        }
    ]
}


def read(file: Path) -> dict[str, Any]:
    """What a file says, once dbt has filled in what stands in braces."""
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def rendered(value: Any, key: str = "") -> Any:
    """The value with what only the reader of the schema minds: Jinja, case."""
    if isinstance(value, dict):
        return {name: rendered(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [rendered(part) for part in value]
    if key in RENDERED and str(value).startswith("{{"):
        return RENDERED[key]
    return value.capitalize() if key == "severity" else value


def violations(said: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    """A line for each place that the schema of dbt does not know or take."""
    errors = jsonschemas._validate_with_schema(schema, rendered(said))
    lines = [f"{jsonschemas.error_path_to_string(error)} {error.message}" for error in errors]
    return [line for line in lines if not OLD_METRICS.match(line)]


def data_tests_in(said: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The data tests that have arguments or settings, by their names."""
    if isinstance(said, dict):
        for test in said.get("data_tests", []):
            if isinstance(test, dict):
                yield from test.items()
    for part in said.values() if isinstance(said, dict) else said if isinstance(said, list) else []:
        yield from data_tests_in(part)


def loose_arguments(said: dict[str, Any]) -> list[str]:
    """A line for each argument of a data test that is not below `arguments`."""
    return [f"{name}: {key}" for name, test in data_tests_in(said) for key in set(test) - TEST_KEYS]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PROJECT).as_posix())
def test_a_file_of_properties_has_no_key_that_dbt_does_not_know(file: Path) -> None:
    said = read(file)
    assert violations(said, jsonschemas.resources_schema()) == []
    assert loose_arguments(said) == []


def test_the_project_file_has_no_key_that_dbt_does_not_know() -> None:
    assert violations(read(PROJECT / "dbt_project.yml"), jsonschemas.project_schema()) == []


def test_an_example_is_taken() -> None:
    assert violations(EXAMPLE, jsonschemas.resources_schema()) == []
    assert loose_arguments(EXAMPLE) == []


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ((), "model"),
        (("models", 0), "owner"),
        (("models", 0), "materialized"),
        (("models", 0, "config"), "materialised"),
        (("models", 0, "columns", 0), "required"),
        (("models", 0, "columns", 0, "data_tests", 1, "not_null"), "severity"),
        (("models", 0, "columns", 0, "data_tests", 2, "accepted_values"), "values"),
    ],
)
def test_a_planted_key_is_reported(path: tuple[str | int, ...], key: str) -> None:
    planted: Any = deepcopy(EXAMPLE)
    place = planted
    for step in path:
        place = place[step]
    place[key] = "x"
    found = violations(planted, jsonschemas.resources_schema()) + loose_arguments(planted)
    assert any(key in line for line in found), found


def test_dbt_deprecates_nothing_of_the_project(tmp_path: Path) -> None:
    parsed = run_dbt(
        *("parse", "--show-all-deprecations", "--no-partial-parse"),
        *("--warn-error-options", "{error: [Deprecations]}"),
        warehouse=tmp_path / "warehouse.duckdb",
    )
    assert parsed.returncode == 0, parsed.stdout
    assert "Deprecat" not in parsed.stdout
