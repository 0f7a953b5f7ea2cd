"""The CI workflow is valid, pinned and gives away nothing; each check is seen to fail."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import DBT, PROJECT

WORKFLOW = PROJECT / ".github" / "workflows" / "ci.yml"
TEXT = WORKFLOW.read_text(encoding="utf-8")

Check = Callable[[str], list[str]]


def jobs_of(text: str) -> dict[str, dict[str, Any]]:
    """The jobs of a workflow by name."""
    return yaml.safe_load(text)["jobs"]


def steps_of(text: str) -> list[dict[str, Any]]:
    """The steps of all jobs."""
    return [step for job in jobs_of(text).values() for step in job["steps"]]


def every_action_is_pinned(text: str) -> list[str]:
    """Actions are named by a full commit, with the version in a comment."""
    used = re.findall(r"uses:\s*(.*)", text)
    return [line for line in used if not re.fullmatch(r"\S+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", line)]


def nothing_is_permitted_but_reading(text: str) -> list[str]:
    """The token reads the repository and nothing else, and is not left in the checkout."""
    workflow = yaml.safe_load(text)
    found = [] if workflow.get("permissions") == {"contents": "read"} else ["the workflow"]
    found += [name for name, job in workflow["jobs"].items() if "permissions" in job]
    for step in steps_of(text):
        if step.get("uses", "").startswith("actions/checkout@"):
            kept = step.get("with", {}).get("persist-credentials", True)
            found += ["a checkout keeps the token"] if kept else []
    return found


def every_job_ends(text: str) -> list[str]:
    """Jobs have a time limit."""
    return [name for name, job in jobs_of(text).items() if "timeout-minutes" not in job]


def no_pull_request_sees_a_secret(text: str) -> list[str]:
    """Who opens a pull request writes the code that runs: never beside a secret."""
    found = ["pull_request_target"] if "pull_request_target" in text else []
    for name, job in jobs_of(text).items():
        if "secrets." in yaml.safe_dump(job):
            condition = job.get("if", "")
            if "github.event_name != 'pull_request'" not in condition or "||" in re.sub(
                r"\([^()]*\)", "", condition
            ):
                found.append(name)
    return found


def nothing_is_pasted_into_a_shell(text: str) -> list[str]:
    """Expressions reach shell commands through env, where they are data."""
    return [step["run"] for step in steps_of(text) if "${{" in step.get("run", "")]


def every_make_target_exists(text: str) -> list[str]:
    """The workflow's commands are those of the Makefile."""
    targets = re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    commands = re.findall(
        r"\bmake ((?:[a-z-]+ ?)+)", "\n".join(s.get("run", "") for s in steps_of(text))
    )
    return [target for names in commands for target in names.split() if target not in targets]


PLANTS: tuple[tuple[Check, str, str], ...] = (
    (every_action_is_pinned, r"@[0-9a-f]{40}  # v(\d+)", r"@v\1  # v\1"),
    (every_action_is_pinned, r"  # v[\d.]+$", ""),
    (nothing_is_permitted_but_reading, "contents: read", "contents: write"),
    (nothing_is_permitted_but_reading, r"^permissions:\n.*\n", ""),
    (nothing_is_permitted_but_reading, "persist-credentials: false", "persist-credentials: true"),
    (nothing_is_permitted_but_reading, r"^  python:", "  python:\n    permissions: write-all"),
    (every_job_ends, r"^    timeout-minutes: .*\n", ""),
    (no_pull_request_sees_a_secret, r"github.event_name != 'pull_request' && ", ""),
    (no_pull_request_sees_a_secret, r"'pull_request' && ", "'pull_request' || "),
    (no_pull_request_sees_a_secret, r"^  pull_request:", "  pull_request_target:"),
    (nothing_is_pasted_into_a_shell, r"\$RAW_SCHEMA", "${{ vars.RAW_SCHEMA }}"),
    (every_make_target_exists, "make slim", "make slimmer"),
)
CHECKS = list(dict.fromkeys(check for check, _, _ in PLANTS))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_workflow_keeps_to(check: Check) -> None:
    assert check(TEXT) == []


@pytest.mark.parametrize(
    ("check", "pattern", "planted"), PLANTS, ids=[f"{row[0].__name__}-{row[1]}" for row in PLANTS]
)
def test_a_planted_fault_is_reported(check: Check, pattern: str, planted: str) -> None:
    broken = re.sub(pattern, planted, TEXT, flags=re.MULTILINE)
    assert broken != TEXT
    assert check(broken)


def schema_errors(workflow: Path) -> str:
    """What GitHub's schema of workflows, shipped with check-jsonschema, finds wrong."""
    command = [str(DBT.with_name("check-jsonschema")), "--builtin-schema"]
    checked = subprocess.run(
        [*command, "vendor.github-workflows", str(workflow)],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if checked.returncode == 0 else checked.stdout + checked.stderr


def test_the_workflow_is_valid() -> None:
    assert schema_errors(WORKFLOW) == ""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("runs-on:", "runs_on:"),
        ("    steps:", "    stepz:"),
        ("  pull_request:", "  pull_requests:"),
        ("- cron:", "- crom:"),
        ("timeout-minutes: 30", "timeout-minutes: thirty"),
        ("        run: make slim", "       run: make slim"),
    ],
)
def test_a_misspelt_workflow_is_not_valid(tmp_path: Path, right: str, wrong: str) -> None:
    assert right in TEXT
    broken = tmp_path / "ci.yml"
    broken.write_text(TEXT.replace(right, wrong), encoding="utf-8")
    assert schema_errors(broken)


@pytest.mark.parametrize(
    "settings",
    [
        {"raw_location": "/data/the export/{name}/*.parquet"},
        {"raw_schema": "helpdesk"},
        {"raw_schema": "helpdesk", "raw_database": "lake"},
    ],
    ids="-".join,
)
def test_the_teams_settings_reach_dbt(tmp_path: Path, settings: dict[str, str]) -> None:
    """The step's own command, run by bash with the project's Makefile and a Python that shows
    what it was given."""
    shutil.copy(PROJECT / "Makefile", tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(
        "#!/bin/sh\nwhile [ $# -gt 0 ]; do\n"
        '    if [ "$1" = --vars ]; then printf %s "$2"; fi\n    shift\ndone\n'
    )
    python.chmod(0o755)
    (tmp_path / "requirements.lock").touch()
    (tmp_path / ".venv" / ".installed").touch()
    command = next(step["run"] for step in jobs_of(TEXT)["team"]["steps"] if "env" in step)
    environment = {key.upper(): value for key, value in settings.items()}
    given = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=tmp_path,
        # As GitHub does it, what is not configured is there, and empty; and make is not told
        # that another make has started it.
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
            **{"RAW_LOCATION": "", "RAW_SCHEMA": "", "RAW_DATABASE": ""},
            **environment,
            "WAREHOUSE_PATH": "target/team/warehouse.duckdb",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert yaml.safe_load(given.stdout) == settings
    assert (tmp_path / "target" / "team").is_dir()
