"""How often a quiet shop is said to have changed, and how often a change is seen.

`PYTHONPATH=scripts/makers python -m bench.noise` builds the scorecards of many small shops in which
nothing changes, and of the same shops with a change planted, and counts what the scorecard calls
certain. docs/noise.md has the results.

dbt compiles and builds the first shop; for the others the same SQL is run on other raw tables, in
memory and without dbt, which takes seconds. That both give the same scorecard is checked.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from sample_shop.files import write_csv
from sample_shop.settings import Settings as Shop
from sample_shop.shop import build_shop

from .dbt import read_target, run_dbt
from .settings import OUT, CannotRun, Settings

Tables = dict[str, list[dict]]

WEEKS = 36
FIRST_WEEKS = 8
"""A shop that opens has no backlog and no history: its first weeks are no quiet ones."""

MODELS = ("+kpi_scorecard", "+kpi_change_drivers")
DATABASE = "warehouse"

SLOW_BY = timedelta(days=6)
"""Later than any promise of a first response."""

# What is planted: the KPI that shows it, and the week it begins in, so that just four weeks of
# it are mature at the end.
PLANTED = {"first_response_sla": WEEKS - 5, "catch_all_share": WEEKS - 4}

SCORES = """
select kpi, week_start_date, value, change, is_change_certain
from warehouse.marts.kpi_scorecard
where is_mature
order by kpi, week_start_date
"""
HALVES = """
select distinct kpi, total_change, is_total_change_certain
from warehouse.marts.kpi_change_drivers
order by kpi
"""


@dataclass(frozen=True)
class Node:
    """A model as dbt compiled it."""

    relation: str
    kind: str
    sql: str


@dataclass(frozen=True)
class Project:
    """The SQL of the scorecard, in an order in which it can be run.

    Attributes:
        nodes: models.
        seeds: names of the reference tables in the first shop's warehouse.
        raw: folder of the first shop's raw tables, as it stands in the SQL.
        warehouse: that dbt built of the first shop.
    """

    nodes: Sequence[Node]
    seeds: Sequence[str]
    raw: Path
    warehouse: Path


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those after the name; None for the process's own.

    Returns:
        0 when the results are written, 2 when dbt did not get through.
    """
    parser = argparse.ArgumentParser(
        prog="bench.noise", description="Count certain changes of quiet and of changed shops."
    )
    parser.add_argument("--shops", type=int, default=40, metavar="N")
    parser.add_argument("--tickets", type=int, default=2500, metavar="N", help="of a shop")
    parser.add_argument(
        "--points",
        type=float,
        nargs="*",
        default=[0.0],
        metavar="X",
        help="shares of the contacts that the planted change hits; 0 plants nothing",
    )
    parser.add_argument("--out", type=Path, default=OUT / "noise", help="folder to work in")
    given = parser.parse_args(arguments)
    try:
        study(given.out.absolute(), given.shops, given.tickets, given.points)
    except (CannotRun, OSError, duckdb.Error) as error:
        print(f"bench.noise: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    return 0


def study(folder: Path, shops: int, tickets: int, points: Sequence[float]) -> None:
    """Build the shops and write what their scorecards say.

    Args:
        folder: to work in; weeks.csv and halves.csv are written there.
        shops: how many, seeds 1 and up.
        tickets: of each, in 36 weeks.
        points: see main.

    Raises:
        CannotRun: dbt failed, or the SQL run without it gives other scores.
        OSError: the folder cannot be written to.
        duckdb.Error: a model cannot be built.
    """
    project = prepare(folder / str(tickets), tickets)
    with (
        (folder / f"weeks-{tickets}.csv").open("w", newline="") as weeks_file,
        (folder / f"halves-{tickets}.csv").open("w", newline="") as halves_file,
    ):
        weeks, halves = csv.writer(weeks_file), csv.writer(halves_file)
        weeks.writerow(["points", "seed", "kpi", "week", "value", "change", "is_certain"])
        halves.writerow(["points", "seed", "kpi", "change", "is_certain"])
        for seed in range(1, shops + 1):
            shop = shop_of(seed, tickets)
            for size in points:
                connection = scorecard(
                    project, folder / "shop", plant(build_shop(shop), shop, size)
                )
                for kpi, day, *told in connection.execute(SCORES).fetchall():
                    number = (day - shop.first_day).days // 7
                    if number > FIRST_WEEKS:
                        weeks.writerow([size, seed, kpi, number, *told])
                for row in connection.execute(HALVES).fetchall():
                    halves.writerow([size, seed, *row])
                connection.close()
            print(f"shop {seed} of {shops}", file=sys.stderr, flush=True)
    print(report(folder, tickets))


def shop_of(seed: int, tickets: int) -> Shop:
    """A shop in which nothing changes."""
    # Orders in proportion, or there would be none to ask about.
    orders = round(Shop.orders * tickets / Shop.tickets)
    return Shop(seed=seed, scenario="quiet", weeks=WEEKS, tickets=tickets, orders=orders)


def plant(tables: Tables, shop: Shop, size: float) -> Tables:
    """Change a shop's raw tables from some week on.

    Args:
        tables: of a quiet shop.
        shop: that they are of.
        size: share of the contacts that are answered too late, and of those whose tag is made
            broad; 0 changes nothing.
    """
    if not size:
        return tables
    slow = _drawn(tables, shop, size, "first_response_sla")
    broad = _drawn(tables, shop, size, "catch_all_share")
    replied: dict[str, datetime] = {}
    for event in tables["ticket_events"]:
        if event["actor_type"] == "agent" and event["is_public"]:
            first = replied.setdefault(event["ticket_id"], event["occurred_at"])
            replied[event["ticket_id"]] = min(first, event["occurred_at"])
    events = [
        _later(event) if _is_hit(event, slow, replied) else event
        for event in tables["ticket_events"]
    ]
    tickets = [
        row | {"reason_tag": "other"} if row["ticket_id"] in broad else row
        for row in tables["tickets"]
    ]
    known = [event for event in events if event["occurred_at"] < shop.end]
    return tables | {"ticket_events": known, "tickets": tickets}


def _is_hit(event: dict, slow: set[str], replied: dict[str, datetime]) -> bool:
    """Whether an event is the first reply to a contact that is answered late, or after it."""
    key = event["ticket_id"]
    return key in slow and key in replied and event["occurred_at"] >= replied[key]


def _later(event: dict) -> dict:
    return event | {name: event[name] + SLOW_BY for name in ("occurred_at", "loaded_at")}


def _drawn(tables: Tables, shop: Shop, size: float, kpi: str) -> set[str]:
    """Tickets that a planted change hits."""
    rng = shop.random(f"planted {kpi}")
    start = shop.week(PLANTED[kpi])
    return {
        row["ticket_id"]
        for row in tables["tickets"]
        if rng.random() < size and row["created_at"] >= start
    }


def prepare(folder: Path, tickets: int) -> Project:
    """Have dbt build the first shop, and take over the SQL that it ran.

    Raises:
        CannotRun: dbt failed, or the SQL alone gives other scores.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shop, raw = shop_of(1, tickets), folder / "raw"
    write_raw(build_shop(shop), raw)
    warehouse = folder / f"{DATABASE}.duckdb"
    warehouse.unlink(missing_ok=True)
    settings = replace(Settings(), out=folder)
    variables = {"raw_location": str(raw / "{name}.parquet"), "raw_schema": None, "as_of": None}
    run_dbt(settings, "seed", warehouse=warehouse, variables=variables)
    select = ("run", "--select", *MODELS)
    run_dbt(settings, *select, warehouse=warehouse, variables=variables)
    project = Project(*_compiled(warehouse), raw, warehouse)
    connection = scorecard(project, folder / "again", build_shop(shop))
    with duckdb.connect(str(warehouse), read_only=True) as built:
        query = SCORES.replace("warehouse.marts", "marts")
        if built.execute(query).fetchall() != connection.execute(SCORES).fetchall():
            raise CannotRun("the SQL alone gives other scores than dbt: see bench/noise.py")
    connection.close()
    return project


def _compiled(warehouse: Path) -> tuple[list[Node], list[str]]:
    """The models in the order of their dependencies, and the seeds, of the last run."""
    nodes = read_target(warehouse, "manifest")["nodes"]
    ran = [one["unique_id"] for one in read_target(warehouse, "run_results")["results"]]
    compiled = warehouse.parent / "target" / "run"
    models: list[Node] = []
    # dbt's own order: each comes after what it reads.
    for key in ran:
        node = nodes.get(key)
        if node and node["resource_type"] == "model":
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            path = Path(str(compiled).replace("/run", "/compiled")) / node["package_name"]
            sql = (path / node["original_file_path"]).read_text()
            models.append(Node(f"{DATABASE}.{node['schema']}.{node['alias']}", kind, sql))
    seeds = [
        f"{node['schema']}.{node['alias']}"
        for node in nodes.values()
        if node["resource_type"] == "seed" and node["schema"] == "reference"
    ]
    return models, seeds


def write_raw(tables: Tables, folder: Path) -> None:
    """Write raw tables as Parquet files of text, so that all shops' have one shape."""
    paths = write_csv(tables, folder)
    with duckdb.connect() as connection:
        for path in paths:
            connection.execute(
                f"copy (from read_csv('{path}', all_varchar = true, header = true))"
                f" to '{path.with_suffix('.parquet')}'"
            )


def scorecard(project: Project, folder: Path, tables: Tables) -> duckdb.DuckDBPyConnection:
    """Run the project's SQL on other raw tables.

    Returns:
        A connection to the warehouse, which is in memory.
    """
    write_raw(tables, folder)
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("set timezone = 'UTC'")
    connection.execute(f"attach ':memory:' as {DATABASE}")
    connection.execute(f"attach '{project.warehouse}' as built (read_only)")
    schemas = {seed.split(".")[0] for seed in project.seeds}
    schemas |= {node.relation.split(".")[1] for node in project.nodes}
    for schema in sorted(schemas):
        connection.execute(f"create schema {DATABASE}.{schema}")
    for seed in project.seeds:
        connection.execute(f"create table {DATABASE}.{seed} as from built.{seed}")
    connection.execute(f"use {DATABASE}")
    for node in project.nodes:
        sql = node.sql.replace(str(project.raw), str(folder))
        connection.execute(f"create {node.kind} {node.relation} as {sql}")
    return connection


def report(folder: Path, tickets: int) -> str:
    """What the shops' scorecards said, as two tables in Markdown."""
    weeks, halves = (folder / f"{name}-{tickets}.csv" for name in ("weeks", "halves"))
    with duckdb.connect() as connection:
        connection.execute(f"create table weeks as from read_csv('{weeks}')")
        connection.execute(f"create table halves as from read_csv('{halves}')")
        alarms = connection.execute(FALSE_ALARMS).fetchall()
        seen = [
            row
            for kpi, week in PLANTED.items()
            for row in connection.execute(POWER, {"kpi": kpi, "week": week}).fetchall()
        ]
    lines = [
        f"{tickets / WEEKS:.0f} contacts a week",
        "",
        "| KPI | weeks judged | called certain | autocorrelation | four weeks |",
        "|---|---:|---:|---:|---:|",
        *(_line(row, str, str, _share, _number, _share) for row in alarms),
        "",
        "| KPI | planted | mean change | seen in its first week | seen after four weeks |",
        "|---|---:|---:|---:|---:|",
        *(_line(row, str, _share, _number, _share, _share) for row in seen),
    ]
    return "\n".join(lines)


FALSE_ALARMS = """
with shops as (
    -- of a shop's weeks: shops differ for other reasons
    select *, value - avg(value) over (partition by seed, kpi) as beyond
    from weeks where points = 0
),
judged as (
    select *, lag(beyond) over (partition by seed, kpi order by week) as beyond_before
    from shops
),
by_week as (
    select
        coalesce(kpi, 'all') as kpi,
        count(is_certain) as judged,
        avg(is_certain::int) as certain,
        case when kpi is not null then corr(beyond, beyond_before) end as autocorrelation
    from judged
    group by rollup (kpi)
),
by_half as (
    select coalesce(kpi, 'all') as kpi, avg(is_certain::int) as certain
    from halves where points = 0
    group by rollup (kpi)
)
select by_week.kpi, judged, by_week.certain, autocorrelation, by_half.certain
from by_week left join by_half using (kpi)
order by by_week.kpi = 'all', by_week.kpi
"""

POWER = """
select
    $kpi,
    weeks.points,
    avg(weeks.change),
    avg(weeks.is_certain::int),
    (
        select avg(halves.is_certain::int) from halves
        where halves.points = weeks.points and halves.kpi = $kpi
    )
from weeks
where points > 0 and kpi = $kpi and week = $week
group by points
order by points
"""


def _line(row: Sequence[Any], *formats: Callable[[Any], str]) -> str:
    return "| " + " | ".join(form(cell) for form, cell in zip(formats, row, strict=True)) + " |"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"


if __name__ == "__main__":
    sys.exit(main())
