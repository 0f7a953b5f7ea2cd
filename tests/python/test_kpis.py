"""A KPI is one declaration and a row in two seeds: what is missing is said, and where."""

import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, query, run_dbt
from metrics.declared import NotDeclared, read_kpis
from metrics.written import METRICS, written

DECLARATION = "macros/kpi/kpis.sql"
BANDS = "seeds/reference/kpi_bands.csv"
DEFINITIONS = "seeds/reference/kpi_definitions.csv"


def test_an_edit_that_misses_a_part_is_told_with_file_kpi_and_column(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    """What stands in the seeds is changed, and the models that need it built again."""
    warehouse = Path(shutil.copy(sample_warehouse, tmp_path / sample_warehouse.name))
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("delete from reference.kpi_bands where kpi = 'fcr'")
        connection.execute("update reference.kpi_definitions set unit = null where kpi = 'csat'")
        connection.execute(
            "insert into reference.kpi_definitions by name select 'mood' as kpi,"
            " * exclude (kpi) from reference.kpi_definitions where kpi = 'nps'"
        )
        connection.execute("insert into reference.kpi_bands values ('mood', 'higher', 1, 0)")
    built = run_dbt("run", "--select", "dim_kpis", "kpi_scorecard", warehouse=warehouse)
    assert built.returncode == 1
    assert f"{BANDS} has no row for fcr, column kpi, which" in built.stdout
    assert f"{DEFINITIONS}: the row of csat has no unit\n" in built.stdout
    assert f"{DECLARATION} does not declare mood, column kpi, which {BANDS} has\n" in built.stdout
    assert "NOT NULL" not in built.stdout
    assert query(warehouse, "select count(*) from marts.kpi_scorecard where kpi = 'fcr'") > [(0,)]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (DECLARATION, "  numerator: is_catch_all\n", "", "catch_all_share: no numerator"),
        (
            DECLARATION,
            "numerator: is_catch_all\n",
            "numerator: is_catch_all\n  fact: fct_chats\n",
            "catch_all_share: no fct_chats",
        ),
        (DEFINITIONS, "\ncsat,", "\ncsat_,", "has no row for csat, column kpi"),
        (str(METRICS), "  # until here\n", "", "no place for them"),
    ],
)
def test_metrics_are_not_written_of_half_a_declaration(
    file: str, old: str, new: str, told: str, tmp_path: Path
) -> None:
    for path in ("dbt_project.yml", DECLARATION, DEFINITIONS, *map(str, written(PROJECT))):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / path, tmp_path / path)
    assert written(tmp_path)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(NotDeclared, match=told):
        written(tmp_path)


def test_a_declared_kpi_becomes_measures_and_a_metric_that_read_its_rows(tmp_path: Path) -> None:
    """One of each kind, and a condition with "or" that must not swallow the other."""
    for path in ("dbt_project.yml", DECLARATION, DEFINITIONS, *map(str, written(PROJECT))):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / path, tmp_path / path)
    declaration = tmp_path / DECLARATION
    text = declaration.read_text(encoding="utf-8")
    old = "  rows: is_contact\n  numerator: is_catch_all\n"
    assert old in text
    new = "  rows: is_contact or is_catch_all\n  numerator: is_catch_all\n"
    declaration.write_text(text.replace(old, new), encoding="utf-8")
    assert {kpi.kind for kpi in read_kpis(tmp_path)} == {"share", "nps", "mean", "median"}
    changed = "\n".join(written(tmp_path).values())
    assert "expr: (is_contact or is_catch_all) and is_catch_all\n" in changed
    assert "expr: is_contact or is_catch_all\n" in changed
    same = "\n".join(written(PROJECT).values())
    for line in (
        "expr: 100.0 * nps_numerator / nullif(nps_denominator, 0)\n",
        "      numerator: cost_per_successful_resolution_numerator\n",
        "      measure: refund_median_hours\n",
    ):
        assert line in same
