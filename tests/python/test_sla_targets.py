"""SLA targets: what a slip in their periods is called, and the table of an older build."""

from pathlib import Path

import duckdb
from conftest import query, run_dbt


def test_seed_with_more_columns_replaces_the_table_of_an_older_build(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema reference")
        connection.execute(
            "create table reference.sla_targets as select 'fax' as channel,"
            " 'low_impact' as commercial_impact, 1.0 as first_response_minutes,"
            " 2.0 as resolution_minutes, 'calendar' as clock"
        )
    seeded = run_dbt("seed", "--select", "sla_targets", warehouse=warehouse)
    assert seeded.returncode == 0, seeded.stdout
    [counts] = query(
        warehouse,
        "select count(*) filter (where channel = 'fax'), count(*) filter (where valid_to is null)"
        " from reference.sla_targets",
    )
    assert counts[0] == 0
    assert counts[1] > 0


# What a team may do to the rows of one channel and low_impact, and what is told of it.
SLIPS = {
    "chat": (["2026-01-01,"], "has no SLA target before 2026-01-01"),
    "phone": ([",2026-03-01"], "has no SLA target from 2026-03-01 on"),
    "social": (
        [",2026-03-01", "2026-04-01,"],
        "has no SLA target from 2026-03-01 to 2026-04-01",
    ),
    "web_form": ([",", "2026-04-01,"], "has two SLA targets from 2026-04-01"),
    "other": ([], "has no SLA target"),
    "email": ([",2026-03-01", "2026-03-01,"], None),
}


def test_times_without_an_sla_target_and_with_two_are_told(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    seeds = ("--select", "sla_targets", "channel_costs", "impact_weights")
    assert run_dbt("seed", *seeds, warehouse=warehouse).returncode == 0
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create table target as from reference.sla_targets")
        connection.execute(
            "delete from reference.sla_targets where commercial_impact = 'low_impact'"
        )
        for channel, (periods, _) in (SLIPS | {"marketplace": ([","], None)}).items():
            for period in periods:
                connection.execute(
                    "insert into reference.sla_targets select * replace ("
                    " try_cast(split_part(?, ',', 1) as date) as valid_from,"
                    " try_cast(split_part(?, ',', 2) as date) as valid_to)"
                    " from target where channel = ? and commercial_impact = 'low_impact'",
                    [period, period, channel],
                )
    name = "every_channel_and_impact_has_exactly_one_sla_target"
    tested = run_dbt("test", "--select", name, warehouse=warehouse)
    assert f"Got {len(SLIPS) - 1} results" in tested.stdout
    [compiled] = (tmp_path / "target" / "compiled").rglob(f"{name}.sql")
    assert dict(query(warehouse, f"select channel, problem from ({compiled.read_text()})")) == {
        channel: problem for channel, (_, problem) in SLIPS.items() if problem
    }
