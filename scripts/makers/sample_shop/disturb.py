"""One thing gone wrong on purpose: the variants that tests of the warehouse build."""

from collections.abc import Callable
from datetime import datetime, timedelta

from .catalog import CHANNELS
from .files import COLUMNS
from .settings import Settings
from .times import next_load

UNMAPPED_TAG_DAYS = 28

Tables = dict[str, list[dict]]

# Per table the ways in which a row breaks the contract.
BREAKERS: dict[str, tuple[Callable[[dict], dict], ...]] = {
    "tickets": (
        lambda row: row | {"created_at": "31.02.2026 10:00"},
        lambda row: row | {"status": "parked"},
        lambda row: row | {"ticket_id": None},
        lambda row: row | {"initiated_by": None},
    ),
    "ticket_events": (
        lambda row: row | {"ticket_id": "t99999"},
        lambda row: row | {"occurred_at": "yesterday"},
        lambda row: row | {"event_type": "reaction"},
        lambda row: row | {"event_id": " "},
    ),
    "orders": (
        lambda row: row | {"total_amount": -49.9},
        lambda row: row | {"ordered_at": "1970-01-01 00:00:00"},
        lambda row: row | {"total_amount": "12,50 EUR"},
    ),
    "order_lines": (
        lambda row: row | {"order_id": "o999999"},
        lambda row: row | {"quantity": -1},
        lambda row: row | {"line_number": None},
    ),
    "refunds": (
        lambda row: row | {"amount": -20.0},
        lambda row: row | {"status": "paid"},
        lambda row: row | {"requested_at": row["loaded_at"] + timedelta(days=40)},
    ),
    "customers": (lambda row: row | {"customer_id": None},),
    "surveys": (
        lambda row: row | {"score": 11},
        lambda row: row | {"survey_type": "ces"},
        lambda row: row | {"sent_at": "n/a"},
    ),
    "order_updates": (
        lambda row: row | {"order_id": "o999999"},
        lambda row: row | {"update_type": "lost"},
    ),
    "fixes": (lambda row: row | {"reason_code": "retired_code"},),
    "agents": (lambda row: row | {"hourly_cost": -1.0},),
}


def check(settings: Settings) -> None:
    """Raise ValueError if the settings name a table or channel that does not exist."""
    if settings.stopped_feed and settings.stopped_feed not in COLUMNS:
        raise ValueError(f"no table {settings.stopped_feed!r}")
    if settings.vanished_channel and settings.vanished_channel not in CHANNELS:
        raise ValueError(f"no channel {settings.vanished_channel!r}")


def apply(tables: Tables, settings: Settings) -> None:
    """Change the tables in place as the settings ask; by default nothing changes."""
    if settings.unmapped_tag:
        _use_unmapped_tag(tables, settings)
    if settings.vanished_channel:
        _drop_channel(tables, settings)
    if settings.amount_factor != 1:
        _scale_money(tables, settings)
    if settings.refunds_twice:
        _deliver_refunds_twice(tables, settings)
    if settings.broken_share:
        _break_rows(tables, settings)
    if settings.stopped_feed:
        stop = next_load(settings.end - timedelta(days=settings.stopped_days))
        rows = tables[settings.stopped_feed]
        rows[:] = [row for row in rows if row["loaded_at"] <= stop]


def _is_since(moment: datetime | str, since: datetime) -> bool:
    """Whether a cell holds a time (a broken one holds text) not before since."""
    return isinstance(moment, datetime) and moment >= since


def _use_unmapped_tag(tables: Tables, settings: Settings) -> None:
    rng = settings.random("unmapped tag")
    since = settings.end - timedelta(days=UNMAPPED_TAG_DAYS)
    for row in tables["tickets"]:
        is_recent = _is_since(row["created_at"], since)
        if is_recent and rng.random() < settings.unmapped_tag_share:
            row["reason_tag"] = settings.unmapped_tag


def _drop_channel(tables: Tables, settings: Settings) -> None:
    since = settings.week(settings.vanished_week)
    gone = {
        row["ticket_id"]
        for row in tables["tickets"]
        if row["channel"] == settings.vanished_channel and _is_since(row["created_at"], since)
    }
    for name in ("tickets", "ticket_events", "surveys"):
        rows = tables[name]
        rows[:] = [row for row in rows if not (row["ticket_id"] and row["ticket_id"] in gone)]
    for row in tables["refunds"]:
        row["ticket_id"] = None if row["ticket_id"] in gone else row["ticket_id"]


def _scale_money(tables: Tables, settings: Settings) -> None:
    since = settings.week(settings.amount_factor_week)
    scaled_orders = set()
    for name, moment, money in (
        ("orders", "ordered_at", "total_amount"),
        ("refunds", "requested_at", "amount"),
        ("tickets", "created_at", "cart_value"),
    ):
        for row in tables[name]:
            if _is_since(row[moment], since) and isinstance(row[money], float):
                row[money] = round(row[money] * settings.amount_factor, 2)
                if name == "orders":
                    scaled_orders.add(row["order_id"])
    for row in tables["order_lines"]:
        if row["order_id"] in scaled_orders:
            row["line_amount"] = round(row["line_amount"] * settings.amount_factor, 2)


def _deliver_refunds_twice(tables: Tables, settings: Settings) -> None:
    refunds = tables["refunds"]
    later = timedelta(hours=6)
    again = [row | {"loaded_at": row["loaded_at"] + later} for row in refunds]
    if settings.refunds_twice == "new_id":
        for row in again:
            row["refund_id"] = f"{row['refund_id']}-b"
    refunds += again


def _break_rows(tables: Tables, settings: Settings) -> None:
    rng = settings.random("broken")
    for name, rows in tables.items():
        for place, row in enumerate(rows):
            if rng.random() < settings.broken_share:
                rows[place] = rng.choice(BREAKERS[name])(row)
