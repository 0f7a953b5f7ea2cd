"""dbt on a warehouse of the benchmark's own, and what it did there."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from .measured import Run, run_measured
from .settings import PROJECT, CannotRun, Settings

LAYERS = ("staging", "intermediate", "marts")
DBT = Path(sys.executable).with_name("dbt")


@dataclass(frozen=True)
class Model:
    """One model of a build.

    Attributes:
        name: of the model.
        layer: first folder below models/.
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


def run_dbt(
    settings: Settings,
    *arguments: str,
    warehouse: Path,
    project: Path = PROJECT,
    variables: Mapping[str, Any] | None = None,
) -> Run:
    """Run dbt with the benchmark's profile; everything it writes is put beside the warehouse.

    Args:
        settings: of the benchmark.
        arguments: the command and its options.
        warehouse: DuckDB file.
        project: folder of the project.
        variables: for --vars.

    Returns:
        What it took.

    Raises:
        CannotRun: dbt did not succeed.
    """
    beside = warehouse.parent
    log = beside / f"{arguments[0]}.log"
    command = [str(DBT), "--no-use-colors", *arguments, "--target", "bench"]
    command += ["--threads", str(settings.threads)]
    command += ["--project-dir", str(project), "--profiles-dir", str(project)]
    command += ["--target-path", str(beside / "target"), "--log-path", str(beside / "logs")]
    command += ["--vars", json.dumps(variables or {})]
    environment = {
        "WAREHOUSE_PATH": str(warehouse),
        "BENCH_THREADS": str(settings.threads),
        "BENCH_MEMORY_LIMIT": settings.memory_limit,
    }
    run = run_measured(command, log, environment)
    if run.status != 0:
        raise CannotRun(f"dbt {arguments[0]} failed in {project}: read {log}")
    return run


def remove_warehouse(warehouse: Path) -> None:
    """Remove a DuckDB file and its log, so that a build begins with nothing."""
    for path in (warehouse, warehouse.with_name(warehouse.name + ".wal")):
        path.unlink(missing_ok=True)


def build_warehouse(settings: Settings) -> Build:
    """Build the project from the raw tables of the benchmark.

    Args:
        settings: of the benchmark.

    Returns:
        What the seeds and the models took.

    Raises:
        CannotRun: dbt did not succeed.
        duckdb.Error: the warehouse lacks a table that dbt says it built.
    """
    remove_warehouse(settings.warehouse)
    variables = {
        "raw_location": str(settings.raw / "{name}.parquet"),
        "raw_schema": None,
        "as_of": None,
    }
    seeds, run = (
        run_dbt(settings, command, warehouse=settings.warehouse, variables=variables)
        for command in ("seed", "run")
    )
    return Build(seeds, run, read_models(settings.warehouse, run))


def read_models(warehouse: Path, run: Run) -> list[Model]:
    """The models of the last run on a warehouse, in the order of layers and names."""
    nodes = read_target(warehouse, "manifest")["nodes"]
    models = []
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for result in read_target(warehouse, "run_results")["results"]:
            node = nodes.get(result["unique_id"], {})
            if node.get("resource_type") != "model":
                continue
            steps = result["timing"]
            started, ended = seconds(steps[0]["started_at"]), seconds(steps[-1]["completed_at"])
            rows = None
            if node["config"]["materialized"] != "view":
                query = f"select count(*) from {node['schema']}.{node['alias']}"
                rows = connection.execute(query).fetchall()[0][0]
            models.append(
                Model(
                    name=node["name"],
                    layer=node["fqn"][1],
                    seconds=result["execution_time"],
                    started=started,
                    ended=ended,
                    rows=rows,
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
