"""Checks of vars, raw input and reference seeds, before dbt reads the whole project.

They are the macros of the hooks in dbt_project.yml. A project of the macros, the seeds and the
first layer alone is read in a fraction of the time, and what keeps a build from being is told at
once. Where it cannot be read, nothing is said: dbt reads the same files again and tells what
is wrong in them; the hooks check what was not checked.
"""

import re
import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from .dbt import Dbt
from .warehouse import output_of

LAYERS = ("staging", "connectors")
"""Folders of models that say which raw tables there are and what is in them."""

UNIT_TESTS = shutil.ignore_patterns("*unit_tests.yml")
REF = re.compile(r"\bref\(\s*['\"](\w+)['\"]\s*\)")
LEFT_OUT = ("on-run-start", "on-run-end", "snapshot-paths", "test-paths", "analysis-paths")
PACKAGES = ("packages.yml", "dependencies.yml", "package-lock.yml", "dbt_packages")
OF_PROFILES = ("spark",)
"""Folders that profiles.yml names files in."""

SEED_FILES = "seed_files"
"""A target of the small project that reads the files of seeds where the warehouse's engine does
not: DuckDB, without a file."""


def problems(
    project: Path,
    profiles: dict[str, Any],
    target: Path,
    logs: Path,
    variables: str,
    say: Callable[[str], None],
) -> str:
    """What keeps the project from being built, in words; empty when nothing was found.

    Args:
        project: its folder.
        profiles: as in profiles.yml, with whole paths.
        target: dbt's folder; the small project is made in it.
        logs: where dbt.log is.
        variables: what a user gives to --vars.
        say: called with what the checks tell without being a problem.
    """
    small = target / "checks"
    profile = profiles[write_project(project, profiles, small)]
    failed: list[str] = []

    def tell(event: Any) -> None:
        if event.info.name == "JinjaLogInfo":
            say(event.info.msg)
        elif event.info.name.startswith("RunningOperation"):
            failed.append(event.data.exc)

    dbt = Dbt(small, small, small / "target", logs, variables)
    dbt.run("run-operation", "check_input", tell=tell)
    if output_of(profile)["type"] != "duckdb":
        dbt.run("run-operation", "check_seed_files", "--target", SEED_FILES, tell=tell)
    return "\n".join(map(in_words, failed))


def write_project(project: Path, profiles: dict[str, Any], folder: Path) -> str:
    """Write the small project.

    Args:
        project: the one that it is a part of.
        profiles: as in profiles.yml, with whole paths.
        folder: where to; what an earlier one left there is replaced.

    Returns:
        The name of its profile, which has the target SEED_FILES, too.
    """
    settings = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    for name in LEFT_OUT:
        settings.pop(name, None)
    models = folder / "models"
    shutil.rmtree(models, ignore_errors=True)
    models.mkdir(parents=True)
    for path in settings["model-paths"]:
        for name in LAYERS:
            if (project / path / name).is_dir():
                shutil.copytree(project / path / name, models / name, ignore=UNIT_TESTS)
        for file in [*(project / path).glob("*.md"), *(project / path).glob("_groups.yml")]:
            shutil.copy(file, models)
    copy_what_is_read([project / path for path in settings["model-paths"]], models)
    settings["model-paths"] = ["models"]
    # Seeds are read where they are, and macros are not worth a copy.
    for name in [*settings["macro-paths"], *settings["seed-paths"], *PACKAGES, *OF_PROFILES]:
        link = folder / name
        link.unlink(missing_ok=True)
        if (project / name).exists():
            link.symlink_to(project / name)
    name = settings["profile"]
    outputs = profiles[name]["outputs"] | {SEED_FILES: {"type": "duckdb", "path": ":memory:"}}
    profiles = profiles | {name: profiles[name] | {"outputs": outputs}}
    for file, content in (("dbt_project.yml", settings), ("profiles.yml", profiles)):
        (folder / file).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return name


def copy_what_is_read(paths: list[Path], models: Path) -> None:
    """Copy the models that those which are there read, and so on.

    Args:
        paths: folders of all models.
        models: folder of the models that are there.
    """
    others = {file.stem: (path, file) for path in paths for file in path.rglob("*.sql")}
    unread = list(models.rglob("*.sql"))
    there = {file.stem for file in unread}
    while unread:
        for name in set(REF.findall(unread.pop().read_text(encoding="utf-8"))) - there:
            if name in others:  # else it is a seed
                path, file = others[name]
                copy = models / file.relative_to(path)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, copy)
                unread.append(copy)
                there.add(name)


def in_words(error: str) -> str:
    """What a macro raised, without the names of macros that dbt puts around it."""
    lines = error.splitlines()
    if len(lines) > 1 and re.match(r"Compilation Error in (macro|operation)\b", lines[0]):
        lines = lines[1:]
    kept = [line for line in lines if not re.match(r"\s*> (in|called by) ", line)]
    return textwrap.dedent("\n".join(kept)).strip()
