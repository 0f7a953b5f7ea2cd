"""The 30-day plan and the other analyses: each compiles, and answers on the sample."""

import re
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import PROJECT, run_dbt

ANALYSES = sorted((PROJECT / "analyses").glob("*.sql"))
# The plan is read on a screen: more rows are no order of business.
MOST_ROWS = 40


@pytest.fixture(scope="module")
def compiled_analyses(sample_warehouse: Path, project_dir: Path) -> Path:
    """The folder of the compiled queries, beside the sample's warehouse."""
    compiled = run_dbt(
        "compile",
        "--select",
        "resource_type:analysis",
        warehouse=sample_warehouse,
        project=project_dir,
    )
    assert compiled.returncode == 0, compiled.stdout
    folders = list((sample_warehouse.parent / "target" / "compiled").glob("*/analyses"))
    assert len(folders) == 1, folders
    return folders[0]


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda path: path.stem)
def test_analysis_runs(analysis: Path, compiled_analyses: Path, sample_warehouse: Path) -> None:
    """It runs on the marts, has rows on the sample, no more than can be read, and keys them."""
    sql = (compiled_analyses / analysis.name).read_text()
    with duckdb.connect(str(sample_warehouse), read_only=True) as connection:
        found = connection.execute(sql)
        columns = [column[0] for column in found.description]
        rows = found.fetchall()
    assert 0 < len(rows) <= MOST_ROWS
    assert len(set(columns)) == len(columns)
    assert len(set(rows)) == len(rows), "rows repeat: a join fans out"
    empty = [name for place, name in enumerate(columns) if all(row[place] is None for row in rows)]
    assert not empty, f"columns without a value on the sample: {empty}"


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda path: path.stem)
def test_analysis_says_what_it_serves(analysis: Path) -> None:
    """The first comment names the decision that the query serves."""
    assert analysis.read_text().startswith("-- Serves ")


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda path: path.stem)
def test_analysis_reads_marts_only(analysis: Path) -> None:
    """It reads marts and reference seeds, so that anyone with the marts can run it."""
    readable = {path.stem for path in (PROJECT / "models" / "marts").rglob("*.sql")}
    readable |= {path.stem for path in (PROJECT / "seeds" / "reference").glob("*.csv")}
    if analysis.stem in ("reason_suggestion_quality", "tag_suggestion_quality"):
        # Subjects are personal data and in no mart; the keywords are judged on them.
        readable.add("int_tickets_as_of")
    read = set(re.findall(r"ref\('(\w+)'\)", analysis.read_text()))
    assert read
    assert read <= readable


def test_every_analysis_is_described() -> None:
    """_analyses.yml describes every query and nothing else."""
    described = yaml.safe_load((PROJECT / "analyses" / "_analyses.yml").read_text())["analyses"]
    assert [entry["name"] for entry in described] == [path.stem for path in ANALYSES]
    assert all(entry["description"].startswith("One row") for entry in described)
