"""Build and test: `PYTHONPATH=scripts python -m make_build [--vars ...] [--select ...]`."""

import argparse
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import yaml

from . import checks, spark
from .console import Console
from .dbt import Dbt
from .progress import Messages, Progress, found
from .warehouse import NotReady, check, output_of, read_profiles, warehouse_of

PROJECT = Path(__file__).resolve().parents[2]
PROFILES = Path(os.getenv("DBT_PROFILES_DIR") or PROJECT)
TARGET = PROJECT / (os.getenv("DBT_TARGET_PATH") or "target")
LOGS = PROJECT / (os.getenv("DBT_LOG_PATH") or "logs")

CHECKED = "INPUT_CHECKED_BY_MAKE_BUILD"
"""Tells the hooks that files were looked through: see the macro is_input_checked."""

NOTHING = "\nNothing was published."
ABOVE = f"{NOTHING} What went wrong is above"
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
    profiles = read_profiles(PROFILES, beside=PROJECT)
    output = output_of(profiles[settings["profile"]])
    command = f"make build{'-spark' * (output['type'] == 'spark')}"
    warehouse = warehouse_of(profiles[settings["profile"]])
    quiet: AbstractContextManager[None] = nullcontext()
    is_new = warehouse is not None and not warehouse.exists()
    try:
        if warehouse:
            check(warehouse)
        elif spark.is_session(output):
            folder = spark.prepare(beside=PROJECT)
            quiet = quiet if given.verbose else spark.said_to(folder)
    except NotReady as error:
        print(f"{command}: {error}.", file=sys.stderr)
        return 1
    try:
        with Console(sys.stdout) as console, quiet:
            is_built = check_and_build(given, profiles, command, console)
    except KeyboardInterrupt:
        print(f"{NOTHING} The build was stopped.")
        return 1
    if warehouse and is_new and CHECKED not in os.environ:
        # the checks open it: nothing is left where a path may have been mistyped
        warehouse.unlink(missing_ok=True)
    return 0 if is_built else 1


def check_and_build(
    given: argparse.Namespace, profiles: dict[str, Any], command: str, console: Console
) -> bool:
    """Check what the build is given, then build; tell how it went.

    Args:
        given: on the command line.
        profiles: as in profiles.yml, with whole paths.
        command: by which all is built.
        console: where it is told.

    Returns:
        Whether all that was asked for was built and nothing failed.

    Raises:
        KeyboardInterrupt: somebody has stopped it.
    """
    messages = Messages(console)
    console.now("checking vars, raw input and reference seeds")
    problems = checks.problems(PROJECT, profiles, TARGET, LOGS, given.vars, messages.say)
    if problems:
        console.line(f"{problems}\n{ABOVE}.")
        return False
    console.step("Checked: vars, raw input, reference seeds")
    os.environ[CHECKED] = "yes"
    what = ["--exclude-resource-type", "unit_test"]
    what += ["--select", *given.select.split()] if given.select else []
    dbt = Dbt(PROJECT, PROFILES, TARGET, LOGS, given.vars)
    if given.verbose:
        is_built = dbt.run("build", *what).success
    else:
        is_built = build(dbt, what, console, messages)
    if not is_built:
        console.line(f"{ABOVE}{WHERE}.")
    elif given.select:
        console.line(
            f"{NOTHING} Only {given.select} was built; `{command}` builds all and publishes."
        )
    console.line(f"The whole log: {os.path.relpath(LOGS / 'dbt.log')}")
    return is_built


def build(dbt: Dbt, what: list[str], console: Console, messages: Messages) -> bool:
    """Have dbt build and test, and tell how far it is.

    Args:
        dbt: of the project.
        what: options of dbt that say what is built.
        console: where it is told.
        messages: what was told so far.

    Returns:
        Whether there was something to build and nothing failed.

    Raises:
        KeyboardInterrupt: somebody has stopped it.
    """
    console.now("dbt reads the project")
    parsed = dbt.run("parse", tell=messages.tell)
    if not parsed.success:
        return False
    listed = dbt.run(
        *("list", *what, "--output", "json", "--output-keys", "unique_id"),
        tell=messages.tell,
        manifest=parsed.result,
    )
    if not listed.success or not listed.result:
        return False
    progress = Progress(parsed.result, found(listed.result), messages, console)
    console.step(f"Project read: {len(progress)} seeds, models and tests to build")
    built = dbt.run("build", *what, tell=progress.tell, manifest=parsed.result)
    progress.tell_unfinished()
    return built.success


if __name__ == "__main__":
    sys.exit(main())
