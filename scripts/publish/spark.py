"""Marts of Apache Spark, collected for publishing: Parquet files, and a warehouse of views on them.

Spark writes the files itself, whatever its tables are made of and wherever it runs: to a folder
that it and this process both see. dbt connects, as the profile says.
"""

import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import duckdb
import yaml
from make_build import spark
from make_build.checks import in_words
from make_build.dbt import Dbt
from make_build.warehouse import NotReady, output_of, read_profiles

from .catalog import Mart
from .errors import CannotPublish
from .warehouse import quoted

SHARED = "SPARK_SHARED"
"""The environment variable that names the folder which Spark and this process both see."""

RECORD, ROWS = "_last_build", "_rows"
"""What is written beside the marts: the build's record, and how many rows each mart has."""

MOST_ROWS = 20_000_000
"""A mart of more rows is published as Parquet only, where nothing else is said."""

Export = Callable[[list[Mart], str], None]


def is_spark(project: Path, profiles: Path) -> bool:
    """Whether the target that is built into is one of Spark.

    Args:
        project: its folder.
        profiles: the folder of profiles.yml.
    """
    if not (profiles / "profiles.yml").is_file():
        return False
    return _output(project, profiles)[0].get("type") == "spark"


@contextmanager
def collected(marts: list[Mart], export: Export, shared: Path) -> Iterator[Path]:
    """A warehouse of the marts as Spark holds them: a DuckDB file of views on Parquet files.

    Args:
        marts: what is collected.
        export: has Spark write the marts to a folder, see exported.
        shared: where that folder is made; it goes when the block ends.

    Yields:
        The DuckDB file, made like one that dbt builds as far as publishing reads it.

    Raises:
        CannotPublish: the last build has not passed, or the files that Spark has written
            are not here.
    """
    folder = shared.absolute() / f"marts-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    folder.chmod(0o777)  # Spark's processes may be another account's
    try:
        export(marts, str(folder))
        with tempfile.TemporaryDirectory() as place:
            warehouse = Path(place) / "warehouse.duckdb"
            _write_views(warehouse, marts, folder)
            yield warehouse
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def exported(project: Path, profiles: Path, logs: Path) -> Export:
    """How Spark is asked for the marts: by the macro export_marts, in a project of macros alone.

    Args:
        project: its folder.
        profiles: the folder of profiles.yml.
        logs: where dbt.log is.
    """

    def export(marts: list[Mart], folder: str) -> None:
        output, all_profiles = _output(project, profiles)
        quiet: AbstractContextManager[None] = nullcontext()
        try:
            if spark.is_session(output):
                quiet = spark.said_to(spark.prepare(beside=project))
        except NotReady as error:
            raise CannotPublish(str(error)) from error
        asked = {"tables": [mart.name for mart in marts], "folder": folder}
        with tempfile.TemporaryDirectory() as place, quiet:
            _write_project(Path(place), project, all_profiles)
            _run(Dbt(Path(place), Path(place), Path(place) / "target", logs, ""), asked)

    return export


def _run(dbt: Dbt, asked: dict[str, Any]) -> None:
    failed: list[str] = []

    def tell(event: Any) -> None:
        if event.info.name.startswith("RunningOperation") or event.info.name == (
            "MainEncounteredError"
        ):
            failed.append(in_words(event.data.exc))

    ran = dbt.run("run-operation", "export_marts", "--args", json.dumps(asked), tell=tell)
    if not ran.success:
        told = [line.strip() for line in "\n".join(failed).splitlines() if line.strip()]
        raise CannotPublish(told[-1] if told else f"Spark gave no marts: {ran.exception}")


def _write_project(place: Path, project: Path, profiles: dict[str, Any]) -> None:
    """A project without models, which dbt reads in a second: the tables are told by name."""
    settings = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    kept = {key: settings[key] for key in ("name", "version", "config-version", "profile", "flags")}
    kept["macro-paths"] = [str(Path(path)) for path in settings["macro-paths"]]
    for name in [*kept["macro-paths"], "spark"]:
        if (project / name).exists():
            (place / name).symlink_to(project / name)
    for file, content in (("dbt_project.yml", kept), ("profiles.yml", profiles)):
        (place / file).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def _output(project: Path, profiles: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    settings = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    found = read_profiles(profiles, beside=project)
    return output_of(found[settings["profile"]]), found


def shared_folder(project: Path) -> Path:
    """Where Spark's files are taken from: SPARK_SHARED, or a folder beside Spark's tables."""
    named = os.getenv(SHARED)
    beside = project / os.getenv(spark.FOLDER, "spark-warehouse")
    return project / named if named else beside / "shared"


def _write_views(warehouse: Path, marts: list[Mart], folder: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        counted = dict(
            connection.execute(f"select name, rows from {_files(folder, ROWS)}").fetchall()
        )
        connection.execute("create schema builds; create schema marts")
        connection.execute(f"create table builds.last_build as from {_files(folder, RECORD)}")
        for mart in marts:
            source = _files(folder, mart.name)
            declared = {column.name: column.type for column in mart.columns}
            described = connection.execute(f"describe from {source}").fetchall()
            types = {name: kind for name, kind, *_ in described}
            columns = ", ".join(
                f"{_typed(name, kind, declared.get(name))} as {name}"
                for name, kind in types.items()
            )
            connection.execute(f"create view marts.{mart.name} as select {columns} from {source}")
            [(rows,)] = connection.execute(f"select count(*) from {source}").fetchall()
            if rows != counted[mart.name]:
                raise CannotPublish(
                    f"{folder} holds {rows} of the {counted[mart.name]} rows of {mart.name}:"
                    f" name a folder that all of Spark's machines and this one share in {SHARED}"
                )


def _files(folder: Path, name: str) -> str:
    """A query's source: the files that Spark has written for one table."""
    place = folder / name
    if not any(place.glob("*.parquet")):
        raise CannotPublish(
            f"Spark has written {name}, and no file of it is in {place}: name a folder that all of"
            f" Spark's machines and this one share in {SHARED}"
        )
    return f"read_parquet({quoted(f'{place}/*.parquet')})"


def _typed(name: str, found: str, declared: str | None) -> str:
    """A column as its contract has it. Spark's instants are in UTC, whatever the session's zone."""
    instant = f"({name} at time zone 'UTC')" if found == "TIMESTAMP WITH TIME ZONE" else name
    return f"cast({instant} as {declared})" if declared else instant
