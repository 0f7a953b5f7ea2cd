"""Build and test: `PYTHONPATH=scripts python -m make_build [--vars ...] [--select ...]`."""

import argparse
import os
import sys
from pathlib import Path

import yaml

from . import checks
from .console import Console
from .dbt import Dbt
from .progress import Messages, Progress, found
from .warehouse import NotReady, check, read_profiles, warehouse_of

PROJECT = Path(__file__).resolve().parents[2]

CHECKED = "INPUT_CHECKED_BY_MAKE_BUILD"
"""Tells the hooks that files were looked through: see the macro is_input_checked."""

WHERE = '; where a test failed, the\nline "Build failed" names it and "Gate" lines say what to open'


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those after the name; None for the process's own.

    Returns:
        0 when all that was asked for was built and nothing failed, else 1.
    """
    parser = argparse.ArgumentParser(prog="make_build", description=__doc__)
    parser.add_argument("--vars", default="", metavar="YAML", help="dbt's --vars")
    parser.add_argument("--select", default="", metavar="NODES", help="dbt's --select: a part")
    parser.add_argument("--verbose", action="store_true", help="dbt's own output")
    given = parser.parse_args(arguments)
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    profiles = read_profiles(Path(os.getenv("DBT_PROFILES_DIR") or PROJECT), beside=PROJECT)
    warehouse = warehouse_of(profiles[settings["profile"]])
    target = PROJECT / (os.getenv("DBT_TARGET_PATH") or "target")
    logs = PROJECT / (os.getenv("DBT_LOG_PATH") or "logs")
    try:
        if warehouse:
            check(warehouse)
    except NotReady as error:
        print(f"make build: {error}.", file=sys.stderr)
        return 1
    with Console(sys.stdout) as console:
        messages = Messages(console)
        console.now("checking vars, raw input and reference seeds")
        problems = checks.problems(PROJECT, profiles, target, logs, given.vars, messages.say)
        if problems:
            console.line(f"{problems}\n\nNothing was published. What went wrong is above.")
            return 1
        console.step("Vars, raw input and reference seeds are checked")
        os.environ[CHECKED] = "yes"
        dbt = Dbt(PROJECT, Path(os.getenv("DBT_PROFILES_DIR") or PROJECT), target, logs, given.vars)
        is_built = build(dbt, given.select, given.verbose, console, messages)
        log = f"The whole log: {os.path.relpath(logs / 'dbt.log')}"
        if not is_built:
            console.line(f"\nNothing was published. What went wrong is above{WHERE}.\n{log}")
            return 1
        if given.select:
            console.line(
                f"\nNothing was published: only {given.select} was built."
                f" `make build` builds all and publishes.\n{log}"
            )
            return 0
        console.line(log)
    return 0


def build(dbt: Dbt, select: str, is_verbose: bool, console: Console, messages: Messages) -> bool:
    """Have dbt build and test the project, or a part of it.

    Args:
        dbt: of the project.
        select: what a user gives to --select; empty for everything.
        is_verbose: whether dbt writes its own output.
        console: where it is told.
        messages: what was told so far.

    Returns:
        Whether it was built and nothing failed.
    """
    what = [
        "--exclude-resource-type",
        "unit_test",
        *(["--select", *select.split()] if select else []),
    ]
    console.now("dbt reads the project")
    parsed = dbt.run("parse", tell=None if is_verbose else messages.tell)
    if not parsed.success:
        return False
    listed = dbt.run(
        *("list", *what, "--output", "json", "--output-keys", "unique_id"),
        tell=messages.tell,
        manifest=parsed.result,
    )
    if not listed.success or not listed.result:
        return False
    selected = found(listed.result)
    progress = Progress(parsed.result, selected, messages, console)
    console.step(f"dbt has read the project; to build: {len(progress)} seeds, models and tests")
    built = dbt.run(
        "build", *what, tell=None if is_verbose else progress.tell, manifest=parsed.result
    )
    if not is_verbose:
        progress.tell_unfinished()
    return built.success


if __name__ == "__main__":
    sys.exit(main())
