"""`make build` as a user types it, in a copy of the project: what it says, and what it leaves."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import PROJECT, query

IGNORED = shutil.ignore_patterns(
    ".git", ".venv", "target", "logs", "published", "*.duckdb", "__pycache__", ".*_cache"
)
LAYERS = ["Seeds", "Staging", "Intermediate", "Marts", "Data tests"]


@dataclass(frozen=True)
class Copy:
    """A copy of the project, in which seeds can be edited.

    Args:
        folder: where it is.
    """

    folder: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    @property
    def command(self) -> list[str]:
        """make, with the packages that are installed here."""
        venv = Path(sys.prefix)
        return ["make", f"VENV={venv}", f"--assume-old={venv}/.installed", "build"]

    @property
    def environment(self) -> dict[str, str]:
        """That of a user who has set nothing."""
        ours = ("WAREHOUSE_PATH", "MAKEFLAGS", "MAKELEVEL", "DBT_TARGET_PATH", "DBT_LOG_PATH")
        return {name: value for name, value in os.environ.items() if name not in ours}

    def build(self, *settings: str) -> subprocess.CompletedProcess[str]:
        """`make build` with settings of make."""
        return subprocess.run(
            [*self.command, *settings],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


def told(ran: subprocess.CompletedProcess[str]) -> str:
    """What a build says but how long it has been silent: on a busy machine it says that, too."""
    return re.sub(r"^  \.\.\. .*\n", "", ran.stdout, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """It is made once: edits are undone."""
    folder = tmp_path_factory.mktemp("copy") / "project"
    shutil.copytree(PROJECT, folder, ignore=IGNORED)
    yield Copy(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def built(copy: Copy) -> subprocess.CompletedProcess[str]:
    """The first build in the copy."""
    return copy.build()


def test_a_build_is_told_in_twenty_lines(built: subprocess.CompletedProcess[str]) -> None:
    assert (built.returncode, built.stderr) == (0, ""), built.stdout + built.stderr
    lines = told(built).splitlines()
    assert len(lines) <= 20
    assert not re.search("[\x1b\r]", built.stdout)
    steps = [line for line in lines if re.search(r" \d+ s$", line)]
    assert steps[0].startswith("Checked: vars, raw input, reference seeds ")
    assert re.match(r"Project read: \d+ seeds, models and tests to build ", steps[1])
    layers = [re.match(r"([A-Z][a-z ]+?) +(\d+) of (\d+) ", line) for line in steps[2:]]
    assert sorted(step[1] for step in layers) == sorted(LAYERS)
    assert all(step[2] == step[3] for step in layers)
    total = sum(int(step[3]) for step in layers)
    assert f"Build passed: {total} of {total} seeds, models and tests passed." in lines
    assert "The whole log: logs/dbt.log" in lines
    assert lines[-2:] == [
        "  Page     published/scorecard.html",
        "  Summary  published/summary.md",
    ]


def test_the_whole_log_is_where_the_console_says(
    copy: Copy, built: subprocess.CompletedProcess[str]
) -> None:
    log = (copy.folder / "logs" / "dbt.log").read_text(encoding="utf-8")
    assert len(log.splitlines()) > 5000
    assert "create" in log and "fct_tickets" in log


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("VARS={wismo_days: -1}", "wismo_days: -1 is no whole number from 1 to 36500.\nVars are "),
        ("VARS={raw_location: '/nowhere/{name}.csv'}", "raw input: table tickets is missing"),
        (
            "VARS={connections: [{name: z, system: zendesk, loader: fivetran, schema: nowhere}]}",
            "raw input: connection z: none of its tables is there (looked for nowhere.{table} in"
            " WAREHOUSE). Change schema, database or WAREHOUSE_PATH, or let fivetran load them",
        ),
    ],
)
def test_what_keeps_it_from_being_is_told_before_the_project_is_read(
    tmp_path: Path, copy: Copy, settings: str, said: str
) -> None:
    """Nothing else is said, and dbt has written nothing of the whole project.

    Nor is an empty warehouse left: its path may be what is wrong.
    """
    warehouse = str(tmp_path / "new.duckdb")
    environment = {"DBT_TARGET_PATH": str(tmp_path), "WAREHOUSE_PATH": warehouse}
    ran = subprocess.run(
        [*copy.command, settings],
        cwd=copy.folder,
        env={**copy.environment, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert told(ran).startswith(said.replace("WAREHOUSE)", f"{warehouse})"))
    assert ran.stdout.endswith("\n\nNothing was published. What went wrong is above.\n")
    assert {path.name for path in tmp_path.iterdir()} == {"checks"}


@contextmanager
def edited(copy: Copy, seed: str, before: str, after: str) -> Iterator[None]:
    """A line of a reference seed reads otherwise for a while."""
    file = copy.folder / "seeds" / "reference" / seed
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), encoding="utf-8")
    yield
    file.write_text(text, encoding="utf-8")


def test_an_edited_seed_is_seen_in_the_marts_without_the_whole_build(
    copy: Copy, built: subprocess.CompletedProcess[str]
) -> None:
    """The loop that the README tells: what follows from the seed is built, nothing published."""
    codes = "select distinct reason_code from marts.fct_tickets where reason_tag = 'sonstiges'"
    assert query(copy.warehouse, codes) == [("other",)]
    published = (copy.folder / "published" / "current").resolve()
    with edited(copy, "reason_tag_map.csv", "sonstiges,other,", "sonstiges,size_chart_unclear,"):
        ran = copy.build("SELECT=reason_tag_map+")
    assert ran.returncode == 0, ran.stdout
    assert query(copy.warehouse, codes) == [("size_chart_unclear",)]
    assert (copy.folder / "published" / "current").resolve() == published
    assert re.search(r"^Seeds +1 of 1 ", ran.stdout, re.MULTILINE)
    assert "Staging" not in ran.stdout
    assert "\nNothing was published. Only reason_tag_map+ was built; `make build`" in ran.stdout


def test_a_seed_that_breaks_a_rule_is_told_by_row_and_once(
    copy: Copy, built: subprocess.CompletedProcess[str]
) -> None:
    """The hook at the end names the row and the remedy; the test itself is not told, too."""
    with edited(copy, "schedule_holidays.csv", "us_support,2026-01-19", "nobodys,2026-01-19"):
        ran = copy.build("SELECT=schedule_holidays")
    assert ran.returncode == 2
    lines = [line for line in ran.stdout.splitlines() if "2026-01-19" in line]
    assert len(lines) == 1
    assert lines[0].startswith("Seed schedule_holidays.csv, nobodys 2026-01-19")
    assert "Remedy: " in lines[0]
    assert "Test failed" not in ran.stdout
    assert "Build failed: 1 failed (every_holiday_belongs_to_a_schedule_once), 0" in ran.stdout
    assert "\nNothing was published. What went wrong is above; where a test failed, " in ran.stdout


def test_a_mistyped_cell_is_told_before_the_project_is_read(copy: Copy, tmp_path: Path) -> None:
    with edited(copy, "impact_weights.csv", "refund_risk,0.60", 'refund_risk,"0,60"'):
        ran = copy.build(f"DBT_TARGET_PATH={tmp_path}")
    assert ran.returncode == 2
    assert told(ran).startswith("Seed impact_weights.csv, refund_risk: risk_weight is 0,60, no ")
    assert {path.name for path in tmp_path.iterdir()} == {"checks"}


def test_what_dbt_says_itself_is_there_on_demand(
    copy: Copy, built: subprocess.CompletedProcess[str]
) -> None:
    ran = copy.build("SELECT=dim_channels", "VERBOSE=1")
    assert ran.returncode == 0, ran.stdout
    assert re.search(r"\d\d:\d\d:\d\d  1 of \d+ START sql table model", ran.stdout)
    assert re.search(r"\d\d:\d\d:\d\d  Done\. PASS=", ran.stdout, re.MULTILINE)


def test_what_cannot_be_read_is_told_by_dbt(
    copy: Copy, built: subprocess.CompletedProcess[str]
) -> None:
    """The small project that the checks run in cannot be read either, and says nothing."""
    broken = copy.folder / "models" / "staging" / "_broken.yml"
    broken.write_text("models: [")
    ran = copy.build()
    broken.unlink()
    assert ran.returncode == 2
    assert ran.stdout.count("_broken.yml - Runtime Error") == 1
    assert "Nothing was published. What went wrong is above" in ran.stdout


def test_a_build_that_is_stopped_says_so(
    copy: Copy, built: subprocess.CompletedProcess[str]
) -> None:
    with subprocess.Popen(
        # what a shell runs in the background begins deaf to it
        ["env", "--default-signal=INT", *copy.command],
        cwd=copy.folder,
        env=copy.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert any(line.startswith("Checked: ") for line in process.stdout)
        os.killpg(process.pid, signal.SIGINT)
        said = process.stdout.read()
    assert process.returncode != 0
    assert "\nNothing was published. The build was stopped.\n" in said
    assert "Traceback" not in said
