"""dbt on a warehouse of the benchmark's own, and what it did there."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from .measured import Run, run_measured
from .settings import PROJECT, CannotRun, Settings

LAYERS = ("base", "staging", "intermediate", "marts")
DBT = Path(sys.executable).with_name("dbt")


@dataclass(frozen=True)
class Model:
    """One model of a build.

    Attributes:
        name: of the model.
        layer: first folder below models/; `base` what judges raw rows, in staging.
        seconds: it took.
        started: seconds since 1970.
        ended: seconds since 1970.
        rows: it holds; None for a view.
        peak: most bytes in memory while it ran, other models' included; None: not known.
    """

    name: str
    layer: str
    seconds: float
    started: float
    ended: float
    rows: int | None
    peak: int | None


@dataclass(frozen=True)
class Build:
    """The warehouse built from the raw tables: the seeds first, then the models."""

    seeds: Run
    run: Run
    models: list[Model]

    @property
    def first(self) -> float:
        """When the first model started."""
        return min(model.started for model in self.models)

    @property
    def last(self) -> float:
        """When the last model ended."""
        return max(model.ended for model in self.models)


@dataclass(frozen=True)
class Engine:
    """What dbt builds with.

    Attributes:
        dbt: program that has the engine's adapter.
        target: of profiles.yml.
        environment: variables that the target reads.
        sessions: of processes that run already and do the work; see run_measured.
    """

    dbt: Path
    target: str
    environment: Mapping[str, str]
    sessions: list[int] = field(default_factory=list)


def duckdb_engine(settings: Settings, warehouse: Path) -> Engine:
    """DuckDB in dbt's process, in the memory and with the threads of the benchmark."""
    environment = {
        "WAREHOUSE_PATH": str(warehouse),
        "BENCH_THREADS": str(settings.threads),
        "BENCH_MEMORY_LIMIT": settings.memory_limit,
    }
    return Engine(DBT, "bench", environment)


def run_dbt(
    settings: Settings,
    *arguments: str,
    warehouse: Path,
    project: Path = PROJECT,
    variables: Mapping[str, Any] | None = None,
    engine: Engine | None = None,
) -> Run:
    """Run dbt with the benchmark's profile; everything it writes is put beside the warehouse.

    Args:
        settings: of the benchmark.
        arguments: the command and its options.
        warehouse: DuckDB file, or Spark's folder.
        project: folder of the project.
        variables: for --vars.
        engine: None: DuckDB.

    Returns:
        What it took.

    Raises:
        CannotRun: dbt did not succeed.
    """
    beside = warehouse.parent
    log = beside / f"{arguments[0]}.log"
    engine = engine or duckdb_engine(settings, warehouse)
    command = [str(engine.dbt), "--no-use-colors", *arguments, "--target", engine.target]
    command += ["--threads", str(settings.threads)]
    command += ["--project-dir", str(project), "--profiles-dir", str(project)]
    command += ["--target-path", str(beside / "target"), "--log-path", str(beside / "logs")]
    command += ["--vars", json.dumps(variables or {})]
    run = run_measured(command, log, engine.environment, engine.sessions)
    if run.status != 0:
        raise CannotRun(f"dbt {arguments[0]} failed in {project}: read {log}")
    return run


def remove_warehouse(warehouse: Path) -> None:
    """Remove a DuckDB file and its log, so that a build begins with nothing."""
    for path in (warehouse, warehouse.with_name(warehouse.name + ".wal")):
        path.unlink(missing_ok=True)


def build_warehouse(settings: Settings) -> Build:
    """Build the project from the raw tables of the benchmark, on DuckDB.

    Args:
        settings: of the benchmark.

    Returns:
        What the seeds and the models took.

    Raises:
        CannotRun: dbt did not succeed.
        duckdb.Error: the warehouse lacks a table that dbt says it built.
    """
    remove_warehouse(settings.warehouse)
    seeds, run = build_with(settings, duckdb_engine(settings, settings.warehouse))
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:

        def count(schema: str, table: str) -> int:
            query = f"select count(*) from {schema}.{table}"
            return connection.execute(query).fetchall()[0][0]

        return Build(seeds, run, read_models(settings.warehouse, run, count))


def build_with(settings: Settings, engine: Engine) -> tuple[Run, Run]:
    """Load the seeds, then build the models of the raw tables of the benchmark.

    Args:
        settings: of the benchmark.
        engine: that builds.

    Returns:
        What the seeds took, and what the models did.

    Raises:
        CannotRun: dbt did not succeed.
    """
    variables = {
        "raw_location": str(settings.raw / "{name}.parquet"),
        "raw_schema": None,
        "as_of": None,
    }
    seeds, run = (
        run_dbt(settings, command, warehouse=settings.warehouse, variables=variables, engine=engine)
        for command in ("seed", "run")
    )
    return seeds, run


def read_models(warehouse: Path, run: Run, count: Callable[[str, str], int]) -> list[Model]:
    """The models of the last run on a warehouse, in the order of layers and names.

    Args:
        warehouse: DuckDB file, or Spark's folder.
        run: that run.
        count: rows of a table, given its schema and its name.
    """
    nodes = read_target(warehouse, "manifest")["nodes"]
    models = []
    for result in read_target(warehouse, "run_results")["results"]:
        node = nodes.get(result["unique_id"], {})
        if node.get("resource_type") != "model":
            continue
        steps = result["timing"]
        started, ended = seconds(steps[0]["started_at"]), seconds(steps[-1]["completed_at"])
        is_view = node["config"]["materialized"] == "view"
        models.append(
            Model(
                name=node["name"],
                layer="base" if node["name"].startswith("base_") else node["fqn"][1],
                seconds=result["execution_time"],
                started=started,
                ended=ended,
                rows=None if is_view else count(node["schema"], node["alias"]),
                peak=run.peak_between(started, ended),
            )
        )
    return sorted(models, key=lambda model: (layer_order(model.layer), model.name))


def layer_order(layer: str) -> tuple[int, str]:
    """Key that sorts layers by the way data flows; unknown ones come last."""
    return (LAYERS.index(layer) if layer in LAYERS else len(LAYERS), layer)


def read_target(warehouse: Path, name: str) -> dict[str, Any]:
    """One of the JSON files that dbt left beside a warehouse."""
    return json.loads((warehouse.parent / "target" / f"{name}.json").read_text())


def seconds(moment: str) -> float:
    """Seconds since 1970 of a moment as dbt writes it."""
    return datetime.fromisoformat(moment).timestamp()
