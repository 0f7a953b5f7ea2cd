"""What dbt itself costs: the sample against a project of as many nodes that do nothing."""

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from .dbt import read_target, remove_warehouse, run_dbt
from .measured import Run
from .settings import PROJECT, CannotRun, Settings

PROFILE = "service_to_revenue"
SAMPLE_VARIABLES = {"raw_location": None, "raw_schema": None, "as_of": None}
MARKER = "written_by_bench"
KINDS = ("table", "view", "seed", "test")
BUILD = ("build", "--exclude-resource-type", "unit_test", "--no-partial-parse")
"""What `make build` does in a fresh clone: dbt has parsed nothing before."""


@dataclass(frozen=True)
class FixedCost:
    """Both builds, and how many nodes of each kind they have."""

    nodes: dict[str, int]
    sample: Run
    empty: Run


def measure_fixed_cost(settings: Settings) -> FixedCost:
    """Build the sample, then an empty project with as many nodes.

    Args:
        settings: of the benchmark.

    Returns:
        What both took.

    Raises:
        CannotRun: one of them does not build.
    """
    warehouse = settings.out / "sample" / "warehouse.duckdb"
    remove_warehouse(warehouse)
    sample = run_dbt(settings, *BUILD, warehouse=warehouse, variables=SAMPLE_VARIABLES)
    nodes = count_nodes(warehouse)
    return FixedCost(nodes, sample, build_empty(settings, nodes))


def count_nodes(warehouse: Path) -> dict[str, int]:
    """How many nodes of each kind the last build of a warehouse had."""
    nodes = read_target(warehouse, "manifest")["nodes"]
    results = read_target(warehouse, "run_results")["results"]
    built = [nodes[one["unique_id"]] for one in results if one["unique_id"] in nodes]
    # Hooks have results and call themselves views.
    kinds = Counter(
        node["config"]["materialized"] for node in built if node["resource_type"] != "operation"
    )
    return {kind: kinds[kind] for kind in KINDS}


def build_empty(settings: Settings, nodes: dict[str, int]) -> Run:
    """Build a project of nodes that do nothing.

    Args:
        settings: of the benchmark.
        nodes: how many of each kind; tests need a table or a view.

    Returns:
        What it took.

    Raises:
        CannotRun: it does not build, or its folder holds something else.
    """
    project = settings.out / "empty"
    if project.exists():
        # Nodes of a run before may be too many. What somebody else put there is not removed.
        if not (project / MARKER).exists():
            raise CannotRun(f"{project} holds other files: name another folder with --out")
        shutil.rmtree(project)
    for path, text in empty_project(nodes).items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text)
    return run_dbt(settings, *BUILD, warehouse=project / "warehouse.duckdb", project=project)


def empty_project(nodes: dict[str, int]) -> dict[str, str]:
    """Files of a project of nodes that do nothing.

    Args:
        nodes: how many of each kind.

    Returns:
        Text by path.
    """
    models = [f"{kind}_{number}" for kind in ("table", "view") for number in range(nodes[kind])]
    files = {
        MARKER: "",
        "dbt_project.yml": f"name: empty\nversion: '1.0.0'\nprofile: {PROFILE}\n"
        "flags: {send_anonymous_usage_stats: false}\n",
        "profiles.yml": (PROJECT / "profiles.yml").read_text(),
    }
    for model in models:
        kind = model.split("_")[0]
        files[f"models/{model}.sql"] = (
            f"{{{{ config(materialized='{kind}') }}}}\nselect 1 as nothing\n"
        )
    for number in range(nodes["seed"]):
        files[f"seeds/seed_{number}.csv"] = "nothing\n1\n"
    for number in range(nodes["test"]):
        model = models[number % len(models)]
        files[f"tests/test_{number}.sql"] = f"select * from {{{{ ref('{model}') }}}} where false\n"
    return files
