"""The awkward rows that real exports hold, in small numbers, each for one rule.

Every function below changes the tables in place and says which rule it is there for.
"""

from datetime import datetime, timedelta
from random import Random

from .conversation import message, status
from .disturb import BREAKERS, Tables
from .settings import Settings
from .times import next_load

# Rows per table that break the contract, some twenty in all.
BROKEN_ROWS = {
    "tickets": 4,
    "ticket_events": 4,
    "orders": 3,
    "order_lines": 3,
    "refunds": 3,
    "surveys": 3,
    "order_updates": 2,
    "customers": 1,
}

KEYS = {
    "tickets": "ticket_id",
    "ticket_events": "event_id",
    "orders": "order_id",
    "order_lines": "line_number",
    "refunds": "refund_id",
    "surveys": "survey_id",
    "order_updates": "update_id",
    "customers": "customer_id",
}


def add_to(tables: Tables, settings: Settings) -> None:
    rng = settings.random("awkward")
    _mark_test_orders(rng, tables)
    # Each ticket has one quirk at most, so that each stays easy to follow.
    tickets = [row for row in tables["tickets"] if row["status"] == "closed"]
    rng.shuffle(tickets)
    _merge(tickets, tables)
    _spam_and_deleted(tickets)
    _not_by_customers(rng, tickets)
    _unknown_values(rng, tickets)
    _untidy_text(rng, tickets)
    _other_customers_order(rng, tickets, tables)
    _reply_before_creation(tickets, tables)
    _former_agent(tickets, tables)
    _reopen_at_the_end(tables, settings.end)
    _redeliver(rng, tables)
    _break(tables)


def _mark_test_orders(rng: Random, tables: Tables) -> None:
    """Orders of the shop's own staff: no customer, no part in any number."""
    about = {row["order_id"] for row in tables["tickets"]}
    about |= {row["order_id"] for row in tables["refunds"]}
    guests = [
        row
        for row in tables["orders"]
        if row["customer_id"] is None and row["order_id"] not in about
    ]
    for row in rng.sample(guests, min(30, len(guests))):
        row["is_test"] = True


def _merge(tickets: list[dict], tables: Tables) -> None:
    """A chain of three, a pair, a cycle of two, and a target that does not exist."""
    later = sorted((tickets.pop() for _ in range(7)), key=lambda row: row["ticket_id"])
    first, second, third, single, target, left, right = later
    first["merged_into_ticket_id"] = second["ticket_id"]
    second["merged_into_ticket_id"] = third["ticket_id"]
    single["merged_into_ticket_id"] = target["ticket_id"]
    left["merged_into_ticket_id"] = right["ticket_id"]
    right["merged_into_ticket_id"] = left["ticket_id"]
    tickets.pop()["merged_into_ticket_id"] = "t99998"


def _spam_and_deleted(tickets: list[dict]) -> None:
    """Tickets that never count, though events and surveys may name them."""
    for _ in range(12):
        row = tickets.pop()
        row["is_spam"] = True
        row["subject"] = "You have won a voucher"
    for _ in range(7):
        tickets.pop()["is_deleted"] = True
    # An empty flag means false.
    for _ in range(5):
        tickets.pop()["is_spam"] = None


def _not_by_customers(rng: Random, tickets: list[dict]) -> None:
    """Tickets that the shop opened itself: work, but no contacts."""
    for _ in range(18):
        row = tickets.pop()
        row["initiated_by"] = rng.choice(("system", "agent"))
        row["subject"] = "Parcel returned to sender"


def _unknown_values(rng: Random, tickets: list[dict]) -> None:
    """Values outside their list that are kept: channel, priority, tag."""
    for channel in ("fax", "whatsapp", "WhatsApp", "in-store"):
        tickets.pop()["channel"] = channel
    for _ in range(4):
        tickets.pop()["priority"] = rng.choice(("critical", "p1"))
    for tag in ("vip club", "größe??", "wrong itm", "refund pls", "pre-order", "b2b"):
        for _ in range(2):
            tickets.pop()["reason_tag"] = tag
    for _ in range(8):
        tickets.pop()["reason_tag"] = None
    # Optional numbers that cannot be right become empty, the ticket stays.
    tickets.pop()["cart_value"] = -15.0
    tickets.pop()["handle_minutes"] = "nine"


def _untidy_text(rng: Random, tickets: list[dict]) -> None:
    """Case and white space that staging has to take off."""
    for _ in range(30):
        row = tickets.pop()
        row["reason_tag"] = rng.choice(("{} ", " {}", "\t{}")).format(row["reason_tag"])
        row["reason_tag"] = rng.choice((str.upper, str.title, str))(row["reason_tag"])
        row["channel"] = rng.choice(("{} ", "{}")).format(row["channel"].title())
        row["status"] = row["status"].upper()


def _other_customers_order(rng: Random, tickets: list[dict], tables: Tables) -> None:
    """A customer names somebody else's order: no link, and none inferred."""
    orders = [row for row in tables["orders"] if row["customer_id"]]
    named = [row for row in tickets if row["customer_id"] and row["order_id"]][:4]
    for row in named:
        tickets.remove(row)
        other = rng.choice(orders)
        if other["customer_id"] != row["customer_id"]:
            row["order_id"] = other["order_id"]


def _reply_before_creation(tickets: list[dict], tables: Tables) -> None:
    """A call that was logged before its ticket was made."""
    for _ in range(2):
        row = tickets.pop()
        early = row["created_at"] - timedelta(minutes=11)
        _add_event(tables, row, message(early, "agent", "a02"))


def _former_agent(tickets: list[dict], tables: Tables) -> None:
    """Replies by someone who left: still human, though no longer among the agents."""
    row = tickets.pop()
    for event in tables["ticket_events"]:
        is_reply = event["actor_type"] == "agent" and event["actor_id"] != "bot-chat"
        if event["ticket_id"] == row["ticket_id"] and is_reply:
            event["actor_id"] = "a00"
    row["assignee_id"] = "a00"


def _reopen_at_the_end(tables: Tables, end: datetime) -> None:
    """The customer of the last solved ticket writes again and waits."""
    solved = [row for row in tables["tickets"] if row["status"] == "solved"]
    row = max(solved, key=lambda ticket: (ticket["updated_at"], ticket["ticket_id"]))
    again = end - timedelta(hours=1, minutes=10)
    again = max(again, row["updated_at"] + timedelta(minutes=5))
    _add_event(tables, row, message(again, "customer", row["customer_id"]))
    _add_event(tables, row, status(again, "open", None))
    row["status"], row["updated_at"] = "open", again


def _add_event(tables: Tables, ticket: dict, event: dict) -> None:
    events = tables["ticket_events"]
    event["event_id"] = f"e{len(events) + 1:06d}"
    event["ticket_id"] = ticket["ticket_id"]
    event["loaded_at"] = next_load(max(event["occurred_at"], ticket["created_at"]))
    events.append(event)


def _redeliver(rng: Random, tables: Tables) -> None:
    """Loaders deliver rows again: as they were before, or once more unchanged."""
    done = [row for row in tables["tickets"] if row["status"] == "closed"]
    for row in rng.sample(done, 25):
        then = row["created_at"] + timedelta(minutes=1)
        older = {"status": "new", "updated_at": then, "assignee_id": None}
        older |= {"handle_minutes": None, "loaded_at": next_load(then)}
        if older["loaded_at"] < row["loaded_at"]:
            tables["tickets"].append(row | older)
    delivered = [row for row in tables["orders"] if row["delivered_at"]]
    for row in rng.sample(delivered, 25):
        older = {"shipped_at": None, "delivered_at": None}
        older["loaded_at"] = next_load(row["ordered_at"])
        if older["loaded_at"] < row["loaded_at"]:
            tables["orders"].append(row | older)
    completed = [row for row in tables["refunds"] if row["status"] == "completed"]
    for row in rng.sample(completed, 12):
        older = {"status": "requested", "completed_at": None}
        older["loaded_at"] = next_load(row["requested_at"])
        if older["loaded_at"] < row["loaded_at"]:
            tables["refunds"].append(row | older)
    for name in ("ticket_events", "order_lines", "surveys"):
        rows = tables[name]
        again = rng.sample(rows, 8)
        later = timedelta(hours=6)
        rows += [row | {"loaded_at": row["loaded_at"] + later} for row in again]


def _break(tables: Tables) -> None:
    """Rows that break the contract, as further rows: nothing good is lost to them."""
    for name, count in BROKEN_ROWS.items():
        rows, breakers = tables[name], BREAKERS[name]
        key = KEYS[name]
        for number in range(count):
            copy = dict(rows[(number + 1) * len(rows) // (count + 2)])
            copy[key] = 90 + number if name == "order_lines" else f"x{number + 1:04d}"
            rows.append(breakers[number % len(breakers)](copy))
