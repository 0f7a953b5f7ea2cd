"""What base_ models state of raw tables is what checks, dbt docs, seeds and the page say."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from conftest import DBT, PROJECT, query

BASE = "models/staging/{0}/base/base_{0}__{1}.sql"
TICKETS = BASE.format("helpdesk", "tickets")
SURVEYS = BASE.format("helpdesk", "surveys")
FIXES = BASE.format("product", "fixes")
# What `make contract` reads and writes.
PARTS = ("models/staging", "models/_docs.md", "seeds/raw", "seeds/reference", "docs/contract.md")
PARTS += ("macros",)
DATA_TYPES = {"string": "VARCHAR", "decimal(18, 6)": "DECIMAL(18,6)"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The parts of the project that a contract concerns, to be edited."""
    for part in PARTS:
        source = PROJECT / part
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, tmp_path / part)
        else:
            shutil.copy(source, tmp_path / part)
    return tmp_path


def contract(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`make contract`, or with --check what would be written."""
    return subprocess.run(
        [sys.executable, "-m", "contract", "--project", str(project), *options],
        env={**os.environ, "PYTHONPATH": str(PROJECT / "scripts" / "makers")},
        capture_output=True,
        text=True,
        check=False,
    )


def edit(project: Path, file: str, old: str, new: str) -> None:
    """Replace what is there once."""
    text = (project / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file}: {old}"
    (project / file).write_text(text.replace(old, new), encoding="utf-8")


def test_all_that_follows_from_the_contracts_is_what_make_contract_writes() -> None:
    checked = contract(PROJECT, "--check")
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_an_edited_rule_reaches_every_file_that_tells_it(copy: Path) -> None:
    edit(copy, TICKETS, "one of customer agent system", "one of customer agent system shop")
    checked = contract(copy, "--check")
    assert checked.returncode == 1
    told = [line.split(" is not ")[0] for line in checked.stdout.splitlines()]
    assert told == [
        "macros/raw/raw_contract.sql",
        "models/staging/_raw__sources.yml",
        "models/staging/helpdesk/_helpdesk__models.yml",
        "seeds/raw/_raw__seeds.yml",
        "docs/contract.md",
    ]
    assert contract(copy).returncode == 0
    assert all("shop`" in (copy / file).read_text() for file in told[1:])
    assert contract(copy, "--check").stdout == ""


def test_a_new_column_needs_a_sample_and_words_and_reaches_the_seeds_too(copy: Path) -> None:
    line = "cost         number  yes    empty     0 or more\n"
    edit(copy, FIXES, "decision     list", f"{line}decision     list")
    assert contract(copy).stderr.startswith("seeds/raw/fixes.csv, column cost: no value")
    sample = copy / "seeds/raw/fixes.csv"
    header, *rows = sample.read_text().splitlines()
    sample.write_text("\n".join([f"{header},cost", *(f"{row},12.5" for row in rows)]))
    assert contract(copy).stderr == (
        "models/staging/product/_product__docs.md: no {% docs cost %} or {% docs fix_cost %}"
        " for column cost of fixes\n"
    )
    (copy / "models/new__docs.md").write_text("{% docs cost %}\nWhat it costs.\n{% enddocs %}\n")
    written = contract(copy)
    assert written.returncode == 0, written.stderr
    seeds = yaml.safe_load((copy / "seeds/raw/_raw__seeds.yml").read_text())["seeds"]
    fixes = next(seed for seed in seeds if seed["name"] == "fixes")
    assert fixes["config"]["column_types"]["cost"] == "string"
    assert "cost" in [column["name"] for column in fixes["columns"]]
    page = (copy / "docs/contract.md").read_text()
    assert "| `cost` | number | yes | 0 or more | reads as empty | `12.5` |" in page
    assert "    cast(null as decimal(18, 2)) as cost,  -- may be left out" in page


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            TICKETS,
            "region                 id  ",
            "region                 ids ",
            "column region: no kind",
        ),
        (
            TICKETS,
            "updated_at             time    no ",
            "updated_at             time    never",
            "empty is",
        ),
        (
            TICKETS,
            "number  yes    empty     0 or more\n",
            "number  yes    zero\n",
            "cart_value: if bad is",
        ),
        (
            TICKETS,
            "0 or more; below 525600",
            "at least 0",
            "handle_minutes: no number holds 'at least",
        ),
        (
            TICKETS,
            "channel                list    no     unknown",
            "channel",
            "column channel: its line",
        ),
        (
            TICKETS,
            "changed_at  updated_at",
            "changed_at  changed",
            "column changed: it has no line",
        ),
        (TICKETS, "is_spam        ", "is_deleted     ", "column is_deleted: it is there twice"),
        (TICKETS, "key         ticket_id\n", "", "no key"),
        (TICKETS, "the build stops", "who knows", "cannot read 'if missing who knows'"),
        (TICKETS, "('tickets', contract)", "('ticket', contract)", "no judged_rows('tickets'"),
        (TICKETS, "{% set contract %}", "", "no {% set contract %}"),
        (
            SURVEYS,
            "bad_score: score is outside 1",
            "low: score is outside 1",
            "cannot read 'check low",
        ),
        (FIXES, "reason_code in reason_codes", "reason_code in reasons", "seed is called reasons"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_file(
    file: str, old: str, new: str, told: str, copy: Path
) -> None:
    edit(copy, file, old, new)
    checked = contract(copy)
    assert checked.returncode == 2
    assert told in checked.stderr and checked.stderr.count("\n") == 1
    assert checked.stderr.startswith(file)


@pytest.mark.parametrize(
    ("file", "old", "told"),
    [
        ("models/staging/_raw__sources.yml", "- name: fixes\n", "no table fixes"),
        ("seeds/raw/_raw__seeds.yml", "- name: fixes\n", "fixes has no columns"),
        ("models/staging/product/_product__models.yml", "base_product__fixes\n", "no columns"),
        ("seeds/raw/fixes.csv", "due_at", "column due_at: no value"),
        ("docs/contract.md", "<!-- written by `make contract` -->", "no line"),
    ],
)
def test_a_file_without_a_place_for_a_table_is_told(
    file: str, old: str, told: str, copy: Path
) -> None:
    edit(copy, file, old, "x")
    checked = contract(copy)
    assert checked.returncode == 2
    assert checked.stderr.startswith(file) and told in checked.stderr


SMALL_PROJECT = """
name: service_to_revenue
version: "1.0.0"
config-version: 2
profile: service_to_revenue
model-paths: [models]
vars: {vars}
on-run-start: ["{{{{ check_raw_input() }}}}"]
"""


@pytest.fixture
def small(copy: Path) -> Path:
    """A project of nothing but staging, its seeds and the macros."""
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    (copy / "dbt_project.yml").write_text(SMALL_PROJECT.format(vars=json.dumps(settings["vars"])))
    shutil.copy(PROJECT / "profiles.yml", copy)
    shutil.copytree(PROJECT / "tests/generic", copy / "tests/generic")
    for seeds in (copy / "seeds/reference").iterdir():
        if seeds.name != "reason_codes.csv":
            seeds.unlink()
    return copy


def dbt(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """dbt on the small project."""
    return subprocess.run(
        [str(DBT), "--no-use-colors", *arguments, "--profiles-dir", "."],
        cwd=project,
        env={**os.environ, "PWD": str(project), "WAREHOUSE_PATH": str(project / "w.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_dbt_refuses_words_that_were_not_written_out(small: Path) -> None:
    assert dbt(small, "parse").returncode == 0
    edit(small, FIXES, "title        text  no     rejected", "title        text  yes    -")
    parsed = dbt(small, "parse")
    assert parsed.returncode != 0
    assert "that of fixes was edited" in parsed.stdout and "make contract" in parsed.stdout
    assert "base_product__fixes" in parsed.stdout
    assert contract(small).returncode == 0
    assert dbt(small, "parse").returncode == 0


def test_the_queries_of_the_page_filled_with_its_examples_make_valid_rows(small: Path) -> None:
    """One row in each table; the examples of two of them are of other orders than the order's."""
    page = (small / "docs/contract.md").read_text()
    queries = re.findall(r"```sql\n(create view export\.(\w+) as.*?;)\n```", page, re.DOTALL)
    assert len(queries) == 10
    with duckdb.connect(str(small / "w.duckdb")) as connection:
        connection.execute("create schema export; create table your_table as select 1 as one")
        for sql, table in queries:
            filled, section = sql, page.split(f"\n## {table}\n")[1].split("\n## ")[0]
            for column, example in re.findall(r"^\| `(\w+)` .* `(.*)` \|$", section, re.MULTILINE):
                null = re.search(rf"cast\((null) as [^\n]* as {column}\b", filled)
                filled = f"{filled[: null.start(1)]}'{example}'{filled[null.end(1) :]}"
            assert "null" not in filled
            connection.execute(filled)
    built = dbt(small, "build", "--exclude-resource-type", "test", "--vars", "raw_schema: export")
    assert built.returncode == 0, built.stdout
    assert "raw input: " not in built.stdout
    faults = {}
    for _, table in queries:
        base = next((small / "models/staging").rglob(f"base_*__{table}.sql")).stem
        faults[table] = query(small / "w.duckdb", f"select faults from {base}")
    lacks = [("orphan: order_id names no row that was delivered",)]
    assert faults == {
        table: lacks if table in ("refunds", "order_updates") else [(None,)] for table in faults
    }


def test_the_types_in_the_docs_are_those_of_the_warehouse(
    manifest: dict[str, Any], sample_warehouse: Path
) -> None:
    real = {
        (model, column): data_type
        for model, column, data_type in query(
            sample_warehouse,
            "select table_name, column_name, data_type from information_schema.columns"
            " where table_schema = 'staging'",
        )
    }
    told = {
        (node["name"], name): column["data_type"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "staging"
        for name, column in node["columns"].items()
    }
    assert len(told) > 200
    assert {
        key: DATA_TYPES.get(data_type, data_type.upper()) for key, data_type in told.items()
    } == real
