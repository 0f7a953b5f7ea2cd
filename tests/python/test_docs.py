"""README and docs: every command in them is run by a test or says why not; every link leads on.

A command that no test runs is marked in its page: `<!-- not run: make bench, make lock: why -->`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT, query, run_dbt

DOCS = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
# decisions.md tells what was decided, and tells nobody to do anything.
INSTRUCTIONS = [page for page in DOCS if page.name != "decisions.md"]
MOST_LINES = 200
MOST_BYTES = 300_000

# Commands as they begin, and the test that runs them or what the target of make runs.
RUN_BY = {
    "make build": "test_make_build.py::test_a_build_is_told_in_twenty_lines",
    "make build SELECT=reason_tag_map+": (
        "test_make_build.py::test_an_edited_seed_is_seen_in_the_marts_without_the_whole_build"
    ),
    "make install": "test_install.py::test_the_first_python_that_fits_is_taken",
    "make publish": (
        "test_publish.py::test_command_publishes_the_scorecard_with_its_marts_and_says_where"
    ),
    "make postgres": "test_to_postgres.py::test_the_sample_arrives_whole",
    "make unmapped": (
        "test_unmapped.py::test_what_is_written_can_be_appended_and_maps_every_tag_as_it_is"
    ),
    "tail": "test_unmapped.py::test_what_is_written_can_be_appended_and_maps_every_tag_as_it_is",
    "make metrics": (
        "test_metrics.py::test_the_declared_kpis_have_the_metrics_that_make_metrics_writes"
    ),
    "make contract": (
        "test_contract.py::test_all_that_follows_from_the_contracts_is_what_make_contract_writes"
    ),
    "make sample": "test_sample_shop.py::test_same_seed_writes_identical_bytes",
    "make clean": "test_publish_folder.py::test_make_clean_keeps_warehouses_and_what_is_published",
    "make expectations": (
        "test_expectations.py::test_the_sample_is_calm_the_file_untouched_and_the_pages_complete"
    ),
    "python -m expectations": "test_expectations.py::test_planted_drift_is_told_in_one_line",
    "python -m to_postgres": "test_to_postgres_readers.py",
    "python -m scorecard": "test_scorecard_page.py::test_the_same_marts_give_the_same_bytes",
    "dbt build": "test_publish.py::test_building_one_mart_leaves_nothing_to_publish",
    "dbt test": "test_publish.py::test_testing_leaves_the_build_as_it_was",
    "dbt run": "test_bench.py::test_report_has_every_model_once",
    "python -m bench": "test_bench.py::test_report_has_every_model_once",
    "python -m bench.noise": (
        "test_noise.py::test_alarms_and_power_are_shares_of_what_could_be_judged"
    ),
    "dbt parse": "test_properties.py",
    "dbt compile": "test_analyses.py::test_analysis_runs",
    "dbt show": "test_docs.py::test_the_query_of_the_readme_shows_the_latest_weeks",
    "mf query": "test_metrics.py::test_the_command_of_the_readme_prints_fcr_by_week_and_channel",
}

MARK = re.compile(r"<!-- not run: ([^:]+): (.+?) -->", re.DOTALL)
BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PROGRAM = re.compile(r"(make|dbt|mf|git|pipx|python -m) \S")


def begun(command: str) -> str:
    """A command without what is set for it, and without the folder of its program."""
    command = re.sub(r"^(?:[A-Z_]+=\S+ )+", "", command)
    return command.replace(".venv/bin/", "", 1)


def commands(text: str) -> Iterator[str]:
    """The commands in a page: behind the prompts of its consoles, and quoted in its words."""
    for block in BLOCK.findall(text):
        for line in re.findall(r"^\$ (.*)", block, re.MULTILINE):
            yield from (begun(part) for part in line.split(" && "))
    for span in SPAN.findall(re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)):
        if PROGRAM.match(begun(span)):
            yield begun(span)


def is_in(command: str, begins: str) -> bool:
    """Whether a command is the one that begins so."""
    return command == begins or command.startswith(f"{begins} ")


def unaccounted(text: str) -> list[str]:
    """Commands of a page that no test runs and no mark leaves out; marks that hold no command."""
    marks = [mark for names, _ in MARK.findall(text) for mark in names.split(", ")]
    found = list(commands(MARK.sub("", text)))
    lost = [
        f"{command}: run by no test, and not marked"
        for command in found
        if not any(is_in(command, begins) for begins in [*RUN_BY, *marks])
    ]
    return lost + [
        f"{mark}: marked as not run, but not there"
        for mark in marks
        if not any(is_in(command, mark) for command in found)
    ]


@pytest.mark.parametrize("page", INSTRUCTIONS, ids=lambda page: page.name)
def test_every_command_is_run_by_a_test_or_marked(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert unaccounted(text) == []
    # a console that shows no prompt would be passed over
    assert all(re.search(r"^\$ ", block, re.MULTILINE) for block in BLOCK.findall(text))


@pytest.mark.parametrize("test", sorted(set(RUN_BY.values())))
def test_the_tests_that_run_commands_exist(test: str) -> None:
    file, _, name = test.partition("::")
    text = (PROJECT / "tests" / "python" / file).read_text(encoding="utf-8")
    assert not name or f"def {name}(" in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("```console\n$ make everything\n```", "make everything: run by no test"),
        ("```console\n$ make build && rm -r seeds\n```", "rm -r seeds: run by no test"),
        ("Run `.venv/bin/dbt snapshot` daily.", "dbt snapshot: run by no test"),
        ("`PYTHONPATH=scripts .venv/bin/python -m nothing`", "python -m nothing: run by no test"),
        ("<!-- not run: make bench: slow -->", "make bench: marked as not run, but not there"),
    ],
)
def test_a_planted_command_is_reported(text: str, told: str) -> None:
    [line] = unaccounted(text)
    assert line.startswith(told)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- not run: make bench: slow -->\n`make bench TICKETS=10`",
        "`make build` and ```console\n$ make build VARS='{as_of: 2026-01-01}'\n```",
        "The file `make_build.py` and the mart `dbt_project`.",
    ],
)
def test_what_is_run_or_marked_is_not_reported(text: str) -> None:
    assert unaccounted(text) == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    here = [link for link in links if "://" not in link]
    assert [link for link in here if not (page.parent / link).is_file()] == []


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))
    named = {
        command.split()[1]
        for page in DOCS
        for command in commands(page.read_text(encoding="utf-8"))
        if re.match(r"make [a-z]", command)
    }
    assert len(named) > 15
    assert named - targets == set()


def test_the_readme_is_short_and_its_picture_small() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) < MOST_LINES
    [picture] = re.findall(r"!\[[^]]+\]\((docs/\w+\.png)\)", readme)
    content = (PROJECT / picture).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) < MOST_BYTES


def test_what_the_readme_says_a_build_says_is_what_it_says(sample_warehouse: Path) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    listed = run_dbt(
        *("--quiet", "ls", "--resource-type", "seed", "model", "test"),
        warehouse=sample_warehouse,
    )
    count = len(listed.stdout.splitlines())
    assert f"Build passed: {count} of {count} seeds, models and tests passed." in readme
    [(marts, rows)] = query(
        sample_warehouse,
        "select count(*), sum(estimated_size)::bigint from duckdb_tables()"
        " where schema_name = 'marts'",
    )
    assert set(re.findall(r"(\d+) marts|all (\d+) are", readme)) == {
        (f"{marts}", ""),
        ("", f"{marts}"),
    }
    assert f"Published {marts} marts of the made-up sample, {rows:,} rows, as of " in readme


def test_the_query_of_the_readme_shows_the_latest_weeks(sample_warehouse: Path) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    [(options, sql)] = re.findall(
        r'^\$ \.venv/bin/dbt show (--limit \d+) --inline "(.*?)"', readme, re.DOTALL | re.MULTILINE
    )
    shown = run_dbt("show", *options.split(), "--inline", sql, warehouse=sample_warehouse)
    assert shown.returncode == 0, shown.stdout
    rows = re.findall(r"^\| +\d{4}-\d\d-\d\d", shown.stdout, re.MULTILINE)
    assert len(rows) == int(options.split()[1])
