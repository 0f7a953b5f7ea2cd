"""The raw tables of a shop of any size, written by DuckDB itself as Parquet files."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

import duckdb

from .settings import PROJECT, Settings

QUERIES = Path(__file__).parent / "raw"
REFERENCE = PROJECT / "seeds" / "reference"
TABLES = (
    "tickets",
    "ticket_events",
    "orders",
    "order_lines",
    "refunds",
    "customers",
    "surveys",
    "order_updates",
    "fixes",
    "agents",
)
STAMP = "made_from.json"

FIRST_ORDER = datetime(2024, 9, 1)
FIRST_TICKET = datetime(2024, 11, 1)
LAST_LOAD = datetime(2026, 11, 1)
ORDERS_PER_TICKET = 3
TICKETS_PER_CUSTOMER = 1.25

# Values that the shop's rows are drawn from: what the reference seeds know, of the tags those
# that mean something at all times.
CHOICES = {
    "channels": "select channel from '{}/channel_costs.csv' order by channel",
    "reason_codes": """
        select reason_code from '{}/reason_codes.csv' where not is_catch_all order by reason_code
    """,
    "refund_reasons": "select refund_reason from '{}/refund_reason_map.csv' order by refund_reason",
    "subjects": "select distinct keyword from '{}/reason_keywords.csv' order by keyword",
    "tags": """
        select reason_tag from '{}/reason_tag_map.csv'
        group by reason_tag
        having bool_or(valid_from is null) and bool_or(valid_to is null)
        order by reason_tag
    """,
}


def make_raw_tables(settings: Settings) -> bool:
    """Write the raw tables, unless the same ones are there.

    Args:
        settings: of the benchmark.

    Returns:
        Whether they were written.

    Raises:
        duckdb.Error: a seed cannot be read, or the disk is full.
    """
    stamp = json.dumps(made_from(settings), indent=2) + "\n"
    stamped = settings.raw / STAMP
    files = {table: settings.raw / f"{table}.parquet" for table in TABLES}
    if all(path.exists() for path in [stamped, *files.values()]) and stamped.read_text() == stamp:
        return False
    settings.raw.mkdir(parents=True, exist_ok=True)
    # Written last: what an interrupted run leaves behind is not taken for a shop.
    stamped.unlink(missing_ok=True)
    with duckdb.connect(config=settings.duckdb_config(settings.shop / "spill")) as connection:
        describe_shop(connection, settings.tickets)
        for table, path in files.items():
            query = (QUERIES / f"{table}.sql").read_text()
            connection.execute(f"copy (\n{query}) to '{path}'")
    stamped.write_text(stamp)
    return True


def describe_shop(connection: duckdb.DuckDBPyConnection, tickets: int) -> None:
    """Set what the queries in raw/ ask for: sizes, moments, choices, macros and a view.

    Args:
        connection: to any database.
        tickets: how many.
    """
    values = {
        "tickets": tickets,
        "orders": ORDERS_PER_TICKET * tickets,
        "customers": int(tickets / TICKETS_PER_CUSTOMER),
        "first_order": FIRST_ORDER,
        "first_ticket": FIRST_TICKET,
        "last_load": LAST_LOAD,
    }
    for name, query in CHOICES.items():
        rows = connection.execute(query.format(REFERENCE))
        values[name] = [row[0] for row in rows.fetchall()]
        values[f"{name}_count"] = len(values[name])
    for name, value in values.items():
        connection.execute(f"set variable {name} = $value", {"value": value})
    # Of nothing there is more than of orders.
    connection.execute(
        "create temp table all_numbers as from range(getvariable('orders')) as orders(number)"
    )
    for name in ("macros", "ticket_story"):
        connection.execute((QUERIES / f"{name}.sql").read_text())


def made_from(settings: Settings) -> dict[str, str | int]:
    """What the raw tables follow from: the same of it, the same tables."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted([*QUERIES.glob("*.sql"), *REFERENCE.glob("*.csv")]):
        digest.update(path.read_bytes())
    return {
        "tickets": settings.tickets,
        "duckdb": duckdb.__version__,
        "queries_and_seeds": digest.hexdigest(),
    }
