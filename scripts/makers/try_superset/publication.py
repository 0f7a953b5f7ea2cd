"""Publishes while Superset is connected: which build does it see, and when?"""

from pathlib import Path

import duckdb
from publish.swap import new_build

from .check import duckdb_file
from .client import Client

BUILDS = (1, 2)


def publish(folder: Path, build: int) -> None:
    """Publish a build that holds nothing but its number."""
    with (
        new_build(folder, f"build_{build}") as made,
        duckdb.connect(str(made / "marts.duckdb")) as connection,
    ):
        connection.execute(f"create table kpi_build as select {build}::bigint as build")


def builds_seen(client: Client, folder: Path) -> list[tuple[set[int], int]]:
    """Which builds Superset sees after each publication.

    Args:
        client: of a running Superset.
        folder: an empty one.

    Returns:
        For each build what SQL Lab says, asked often enough that each of Superset's processes
        answers, and what a chart says.
    """
    publish(folder, BUILDS[0])
    connection = duckdb_file(folder / "marts.duckdb")
    database = client.connect("publication", connection.uri, connection.parameters)
    dataset = client.dataset(database, connection.schema, "kpi_build")
    seen = []
    for build in BUILDS:
        if build != BUILDS[0]:
            publish(folder, build)
        answers = {
            client.query(database, "select build from kpi_build")[0]["build"] for _ in "12345678"
        }
        seen.append((answers, client.chart(dataset, "max(build)")))
    return seen
