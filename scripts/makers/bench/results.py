"""What a benchmark found, as one dictionary: report.json, and what the tables are made of."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

import duckdb

from .dbt import Build, Model, layer_order
from .fixed_cost import FixedCost
from .floor import Floor, Took
from .measured import MIB, Run
from .raw_tables import TABLES
from .settings import DUCKDB, Settings
from .spark import spark_version


def as_results(
    settings: Settings, build: Build, floor: Floor | None, fixed_cost: FixedCost | None
) -> dict[str, Any]:
    """Put together what was found.

    Args:
        settings: of the benchmark.
        build: of the warehouse.
        floor: under it; None when it was not measured, as on Spark.
        fixed_cost: of dbt; None when it was not measured.

    Returns:
        What report.json holds.
    """
    whole = of_run(build.run)
    models_wall = build.last - build.first
    return {
        "settings": {
            "tickets": settings.tickets,
            "threads": settings.threads,
            "memory_limit": settings.memory_limit,
            "engine": settings.engine,
            **engine_settings(settings),
            "dbt": version("dbt-core"),
            "python": platform.python_version(),
            "cores": os.cpu_count(),
        },
        "raw": raw_tables(settings, floor),
        "seeds": took(of_run(build.seeds)),
        "build": {
            **took(whole),
            "peak_mib": mib(build.run.peak),
            "models_wall_seconds": round(models_wall, 3),
        },
        **(floor_results(floor, whole, models_wall) if floor else {"floor": None}),
        "layers": layers(build.models),
        "models": models(build.models),
        "fixed_cost": fixed_cost and fixed_cost_results(fixed_cost),
    }


def engine_settings(settings: Settings) -> dict[str, Any]:
    """The version of what builds, and what only it is asked."""
    if settings.engine == DUCKDB:
        return {"duckdb": version("duckdb")}
    return {"spark": spark_version(settings), "shuffle_partitions": settings.partitions}


def floor_results(floor: Floor, whole: Took, models_wall: float) -> dict[str, Any]:
    """The floor, and how many times of it the build is."""
    return {
        "floor": {
            "read": took(floor.read),
            "write": took(floor.write),
            "total": took(floor.total),
        },
        "build_to_floor": ratio(whole, floor.total),
        "models_to_floor": {"wall": round(models_wall / floor.total.wall, 2)},
    }


def raw_tables(settings: Settings, floor: Floor | None) -> list[dict[str, Any]]:
    """Size of each raw table and the columns that were read of it, where that is known."""
    found = []
    for table in TABLES:
        path = settings.raw / f"{table}.parquet"
        query = "select count(*) from read_parquet($path)"
        rows = duckdb.execute(query, {"path": str(path)}).fetchall()[0][0]
        size = {"rows": rows, "mib": mib(path.stat().st_size)}
        found.append({"table": table, **size, "columns": floor.columns[table] if floor else None})
    return found


def layers(built: list[Model]) -> list[dict[str, Any]]:
    """Models summed up by layer, in the order in which data flows."""
    names = sorted({model.layer for model in built}, key=layer_order)
    return [
        {"layer": name, "models": len(inside), **sums(inside, built)}
        for name in names
        if (inside := [model for model in built if model.layer == name])
    ]


def models(built: list[Model]) -> list[dict[str, Any]]:
    """One entry a model, the slowest first."""
    slowest = sorted(built, key=lambda model: (-model.seconds, model.name))
    return [
        {"model": model.name, "layer": model.layer, **sums([model], built)} for model in slowest
    ]


def sums(part: list[Model], built: list[Model]) -> dict[str, Any]:
    """Seconds, rows and memory of some models; rows are None when none of them is a table."""
    spent = sum(model.seconds for model in part)
    rows = total(model.rows for model in part)
    peaks = [model.peak for model in part if model.peak is not None]
    return {
        "seconds": round(spent, 3),
        "share": spent / sum(model.seconds for model in built),
        "rows": rows,
        "rows_per_second": None if rows is None else round(rows / spent),
        "peak_mib": mib(max(peaks)) if peaks else None,
    }


def total(values: Iterable[int | None]) -> int | None:
    """Sum of what is there; None when nothing is."""
    there = [value for value in values if value is not None]
    return sum(there) if there else None


def fixed_cost_results(fixed_cost: FixedCost) -> dict[str, Any]:
    """Both builds and their ratio."""
    sample, empty = (of_run(run) for run in (fixed_cost.sample, fixed_cost.empty))
    return {
        "nodes": fixed_cost.nodes,
        "sample": took(sample),
        "empty": took(empty),
        "sample_to_empty": ratio(sample, empty),
    }


def of_run(run: Run) -> Took:
    """Both times of a run."""
    return Took(run.wall, run.cpu)


def took(one: Took) -> dict[str, float]:
    """Both times, to the millisecond."""
    return {"wall_seconds": round(one.wall, 3), "cpu_seconds": round(one.cpu, 3)}


def ratio(one: Took, other: Took) -> dict[str, float]:
    """How many times the other it took."""
    return {"wall": round(one.wall / other.wall, 2), "cpu": round(one.cpu / other.cpu, 2)}


def mib(size: int) -> float:
    """Bytes in MiB."""
    return round(size / MIB, 1)
