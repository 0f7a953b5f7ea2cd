"""Delivered texts are read as the table of texts says; test_spark_inputs.py holds Spark to it."""

from pathlib import Path

import raw_texts
from conftest import run_dbt

SHOW = ("show", "--quiet", "--output", "json", "--limit", "-1", "--inline")


def test_texts_are_read_as_the_table_says(tmp_path: Path) -> None:
    shown = run_dbt(*SHOW, raw_texts.query(), warehouse=tmp_path / "warehouse.duckdb")
    assert shown.returncode == 0, shown.stdout
    assert raw_texts.told(shown.stdout) == []
