"""Gorgias as Airbyte leaves it: what its tickets become in the raw contract, a case a ticket.

Two connections are built once: one with all its tables, prefix `g-`, and one without the
optional ones, prefix `h-`. Where none is named, a claim is about the first.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import query, run_dbt

Row = dict[str, Any]
Tell = Callable[[str], list[tuple]]

ANA, BOT, CARL = 501, 502, 10
START = datetime(2026, 3, 2, 9)
EXTRACTED = "2026-07-01T06:00:00Z"


def at(hours: float) -> datetime:
    """So many hours after the creation of tickets."""
    return START + timedelta(hours=hours)


def said(hours: float | None) -> str | None:
    """The same as Gorgias writes it: UTC without a zone."""
    return None if hours is None else f"{at(hours):%Y-%m-%dT%H:%M:%S.%f}"


def ticket(number: int, **changes: Any) -> Row:
    """A closed ticket of Carl's by e-mail."""
    return {
        "id": number,
        "status": "closed",
        "priority": "normal",
        "channel": "email",
        "via": "email",
        "from_agent": False,
        "customer": {"id": CARL, "email": "carl@example.com"},
        "assignee_user": {"id": ANA},
        "assignee_team": {"name": "europe"},
        "subject": "Hello",
        "integrations": [],
        "meta": None,
        "tags": [],
        "custom_fields": {},
        "spam": False,
        "created_datetime": said(0),
        "updated_datetime": said(50),
        "closed_datetime": said(48),
        "snooze_datetime": None,
        "trashed_datetime": None,
        "_airbyte_extracted_at": EXTRACTED,
        **changes,
    }


def message(number: int, of: int, hours: float, **changes: Any) -> Row:
    """A public message by Carl."""
    return {
        "id": number,
        "ticket_id": of,
        "public": True,
        "channel": "email",
        "via": "email",
        "from_agent": False,
        "rule_id": None,
        "sender": {"id": CARL},
        "created_datetime": said(hours),
        "sent_datetime": said(hours),
        "failed_datetime": None,
        "deleted_datetime": None,
        "_airbyte_extracted_at": EXTRACTED,
        **changes,
    }


def event(number: int, kind: str, of: int, hours: float, **changes: Any) -> Row:
    """An event of a ticket that an agent caused."""
    return {
        "id": number,
        "type": kind,
        "object_type": "Ticket",
        "object_id": of,
        "created_datetime": said(hours),
        "context": f"context {number}",
        "user_id": ANA,
        "data": {},
        "_airbyte_extracted_at": EXTRACTED,
        **changes,
    }


def shown(*orders: Row) -> list[Row]:
    """What the shop's integration shows beside a ticket."""
    return [{"type": "shopify", "orders": list(orders)}]


BY_AGENT = {"from_agent": True, "sender": {"id": ANA}}
TICKETS = [
    ticket(1, priority="critical", channel="contact_form"),
    ticket(2, status="open", snooze_datetime=None, priority=None),
    ticket(3),
    ticket(4),
    ticket(5, snooze_datetime=said(200)),
    ticket(6, trashed_datetime=said(60), spam=True),
    ticket(7, from_agent=True),
    ticket(8, via="rule"),
    ticket(9, via="api", channel="api"),
    ticket(10, via="api"),
    ticket(11, tags=[{"id": 1, "name": " VIP"}, {"id": 2, "name": "Damaged"}]),
    ticket(12, custom_fields={"77": {"id": 77, "value": "Sizing"}, "78": {"id": 78, "value": 120}}),
    ticket(13, integrations=shown({"id": 901, "name": "#1901"}, {"id": 902})),
    ticket(14, integrations=shown({"id": 901, "name": "#1901"})),
    ticket(15, integrations=shown({"id": 901}), custom_fields={"79": {"id": 79, "value": "#7"}}),
    ticket(16, integrations=shown({"id": 901}), custom_fields={"79": {"id": 79, "value": "#7"}}),
    ticket(17),
    ticket(18, meta={"merged_into": 1}),
    ticket(19, status="open"),
    ticket(20, closed_datetime=None, status="open"),
    ticket(21, customer=None),
]
MESSAGES = [
    *(message(key, key, 0) for key in (1, 2, 3, 4, 5, 6, 10)),
    message(101, 1, 1, via="rule", rule_id=5, **BY_AGENT),
    message(102, 1, 2, from_agent=True, sender={"id": BOT}),
    message(103, 1, 3, **BY_AGENT, created_datetime=said(2.5)),
    message(104, 1, 4, channel="internal-note", **BY_AGENT),
    message(105, 1, 5, **BY_AGENT, public=False),
    message(106, 1, 6, from_agent=True, sender={"id": 599}, sent_datetime=None),
    message(107, 1, 7, failed_datetime=said(7), **BY_AGENT),
    message(108, 1, 8, deleted_datetime=said(9)),
    message(109, 9, 0, via="api", rule_id=5),
]
EVENTS = [
    event(1, "ticket-closed", 1, 10),
    event(2, "ticket-reopened", 1, 20, user_id=CARL),
    event(3, "ticket-closed", 1, 30, user_id=None),
    # a snooze closes, by its context or its second; and ends by itself
    event(4, "ticket-snoozed", 3, 10),
    event(5, "ticket-closed", 3, 11, context="context 4"),
    event(6, "ticket-self-unsnoozed", 3, 30, user_id=None),
    event(7, "ticket-closed", 3, 40),
    event(8, "ticket-snoozed", 4, 10),
    event(9, "ticket-closed", 4, 10),
    event(10, "ticket-closed", 5, 10),
    event(11, "ticket-created", 1, 0),
    event(12, "customer-updated", 1, 0, object_type="Customer"),
    event(13, "action-executed", 16, 1, data={"action_name": "a", "payload": {"order_id": 903}}),
    event(14, "ticket-merged", 17, 1, data={"merged_into_ticket": {"id": 1}}),
    event(15, "ticket-merged", 19, 1),
]
SURVEYS = [
    {"id": 1, "ticket_id": 1, "score": 3, "sent_datetime": said(11), "scored_datetime": said(12)},
    {"id": 2, "ticket_id": 2, "sent_datetime": said(11)},
    {"id": 3, "ticket_id": 3, "score": None, "sent_datetime": None},
]
USERS = [
    {"id": ANA, "role": {"name": "agent"}},
    {"id": BOT, "role": {"name": "bot"}},
]
CUSTOMERS = [
    {
        "id": CARL,
        "email": "new@example.com",
        "channels": [{"type": "email", "address": "x"}, {"type": "phone", "address": "+49 1"}],
        "integrations": {"4": {"__integration_type__": "shopify", "customer": {"id": 5550}}},
    }
]
REQUIRED = {"tickets": TICKETS, "messages": MESSAGES, "users": USERS, "customers": CUSTOMERS}
OPTIONAL = {
    "events": EVENTS,
    "satisfaction-surveys": [{**row, "_airbyte_extracted_at": EXTRACTED} for row in SURVEYS],
    "custom-fields": [
        {"id": 77, "label": "Contact reason"},
        {"id": 78, "label": "Handled"},
        {"id": 79, "label": "Order"},
    ],
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What dbt builds of both."""
    folder = tmp_path_factory.mktemp("gorgias")
    places = {"full": REQUIRED | OPTIONAL, "bare": REQUIRED}
    for place, tables in places.items():
        (folder / place).mkdir()
        for table, rows in tables.items():
            lines = "".join(json.dumps(row) + "\n" for row in rows)
            (folder / place / f"{table}.jsonl").write_text(lines, encoding="utf-8")
    fields = {"reason_field": "contact reason", "order_field": "Order", "time_field": "78"}
    connections = [
        {
            **{"name": place, "system": "gorgias", "loader": "airbyte", "id_prefix": prefix},
            **{"location": str(folder / place / "{table}.jsonl"), **fields},
        }
        for place, prefix in (("full", "g-"), ("bare", "h-"))
    ]
    warehouse = folder / "warehouse.duckdb"
    built = run_dbt(
        *("build", "--exclude-resource-type", "unit_test", "test", "--select"),
        *("+stg_helpdesk__tickets", "+stg_helpdesk__ticket_events", "+stg_helpdesk__surveys"),
        *("+stg_helpdesk__agents", "+gorgias__row_outcomes", "+connected__unknowns"),
        warehouse=warehouse,
        variables=json.dumps({"connections": connections}),
    )
    assert built.returncode == 0, built.stdout
    return warehouse


@pytest.fixture(scope="module")
def tell(warehouse: Path) -> Tell:
    """Asks the warehouse."""
    return lambda sql: query(warehouse, sql)


@pytest.fixture(scope="module")
def of_ticket(tell: Tell) -> Callable[..., list[Any]]:
    """A column of some tickets of the first connection, in their order."""

    def of_ticket(
        column: str, *numbers: int, prefix: str = "g-", table: str = "stg_helpdesk__tickets"
    ) -> list[Any]:
        found = dict(tell(f"select ticket_id, {column} from staging.{table}"))
        return [found[f"{prefix}{number}"] for number in numbers]

    return of_ticket


def test_every_ticket_is_read_and_none_is_rejected(tell: Tell) -> None:
    assert tell("select count(*) from staging.stg_helpdesk__tickets") == [(2 * len(TICKETS),)]
    for table in ("tickets", "ticket_events", "surveys", "agents"):
        rejected = f"select faults from staging.base_helpdesk__{table} where not is_valid"
        assert tell(rejected) == []


def test_values_of_lists_are_the_contracts(of_ticket: Callable[..., list[Any]]) -> None:
    assert of_ticket("channel", 1, 2, 9) == ["web_form", "email", "marketplace"]
    assert of_ticket("priority", 1, 2, 3) == ["urgent", "normal", "normal"]
    assert of_ticket("is_deleted", 1, 6) == [False, True]
    assert of_ticket("is_spam", 1, 6) == [False, True]


def test_a_snoozed_ticket_is_pending_and_not_closed(of_ticket: Callable[..., list[Any]]) -> None:
    """By its last event, or by a snooze that ends after it; the one that ended is closed."""
    assert of_ticket("status", 1, 2, 3, 4, 5) == ["closed", "open", "closed", "pending", "pending"]


def test_the_close_of_a_snooze_is_no_resolution(tell: Tell) -> None:
    rows = tell(
        "select ticket_id, status, actor_type, occurred_at"
        " from staging.stg_helpdesk__ticket_events where event_type = 'status'"
        " and ticket_id in ('g-1', 'g-3', 'g-4', 'g-5') order by ticket_id, occurred_at"
    )
    assert rows == [
        ("g-1", "solved", "agent", at(10)),
        ("g-1", "open", "customer", at(20)),
        ("g-1", "solved", "bot", at(30)),
        ("g-3", "pending", "agent", at(10)),
        ("g-3", "open", "bot", at(30)),
        ("g-3", "solved", "agent", at(40)),
        ("g-4", "pending", "agent", at(10)),
        ("g-5", "solved", "agent", at(10)),
    ]


def test_without_events_the_close_of_the_ticket_stands_in(tell: Tell) -> None:
    """Not for a ticket that is open, or snoozed; and what cannot be seen then is told."""
    rows = tell(
        "select ticket_id, status, occurred_at from staging.stg_helpdesk__ticket_events"
        " where event_type = 'status'"
        " and ticket_id in ('h-1', 'h-2', 'h-5', 'h-20') order by ticket_id"
    )
    assert rows == [("h-1", "solved", at(48))]
    told = {
        what
        for (what,) in tell(
            "select what from staging.connected__unknowns where connection = 'bare'"
        )
    }
    assert {
        "reopens cannot be seen: no events (no table events)",
        "CSAT cannot be seen: no satisfaction surveys (no table satisfaction_surveys)",
    } <= told


def test_messages_are_told_by_who_really_sent_them(tell: Tell) -> None:
    """Neither a rule that signs with an agent's name nor a bot is a person; notes are hidden."""
    rows = tell(
        "select event_id, actor_type, is_public, occurred_at"
        " from staging.stg_helpdesk__ticket_events"
        " where ticket_id = 'g-1' and event_type = 'message' order by length(event_id), event_id"
    )
    assert rows == [
        ("g-message-1", "customer", True, at(0)),
        ("g-message-101", "bot", True, at(1)),
        ("g-message-102", "bot", True, at(2)),
        ("g-message-103", "agent", True, at(3)),
        ("g-message-104", "agent", False, at(4)),
        ("g-message-105", "agent", False, at(5)),
        ("g-message-106", "agent", True, at(6)),
    ]


def test_what_was_not_received_is_left_out_and_told(tell: Tell) -> None:
    rows = tell(
        "select vendor_table, outcome, reason, row_count from staging.gorgias__row_outcomes"
        " where connection = 'full' and outcome = 'left_out' order by all"
    )
    assert rows == [
        ("events", "left_out", "changes nothing that is read", 5),
        ("events", "left_out", "the closing of a snooze", 2),
        ("messages", "left_out", "deleted in Gorgias", 1),
        ("messages", "left_out", "it failed to be sent", 1),
        ("satisfaction_surveys", "left_out", "never sent", 1),
    ]


def test_the_conversation_is_begun_by_who_spoke_first(of_ticket: Callable[..., list[Any]]) -> None:
    """What came by the interface is the system's as long as no person said anything."""
    assert of_ticket("initiated_by", 1, 7, 8, 9, 10) == [
        *("customer", "agent", "system", "system", "customer"),
    ]


def test_reasons_and_handle_times_are_tags_and_fields(of_ticket: Callable[..., list[Any]]) -> None:
    assert of_ticket("reason_tag", 1, 11, 12) == [None, "damaged", "sizing"]
    assert of_ticket("handle_minutes", 1, 12) == [None, 2]


def test_the_order_is_what_was_done_then_typed_then_the_only_one_shown(
    of_ticket: Callable[..., list[Any]],
) -> None:
    numbers = (1, 13, 14, 15, 16)
    assert of_ticket("order_reference", *numbers, table="gorgias__tickets") == [
        *(None, None, "901", "#7", "903"),
    ]
    assert of_ticket("order_reference_kind", *numbers, table="gorgias__tickets") == [
        *(None, None, "id", "text", "id"),
    ]


def test_merged_tickets_name_where_they_went_or_are_told(
    of_ticket: Callable[..., list[Any]], tell: Tell
) -> None:
    assert of_ticket("merged_into_ticket_id", 1, 17, 18, 19) == [None, "g-1", "g-1", None]
    assert tell(
        "select what from staging.connected__unknowns"
        " where connection = 'full' and what like '%merged%'"
    ) == [("tickets that were merged without a word where to, and stay as they last were: 1",)]


def test_tickets_that_do_not_say_who_wrote_are_told(
    of_ticket: Callable[..., list[Any]], tell: Tell
) -> None:
    assert of_ticket("customer_id", 21) == [None]
    assert tell(
        "select connection, what from staging.connected__unknowns where what like '%who wrote%'"
        " order by all"
    ) == [
        (place, "tickets that do not say who wrote, so that their repeats are not seen: 1")
        for place in ("bare", "full")
    ]


def test_surveys_keep_their_scale(tell: Tell) -> None:
    rows = tell(
        "select ticket_id, score, sent_at, responded_at from staging.stg_helpdesk__surveys"
        " order by ticket_id"
    )
    assert rows == [("g-1", 3, at(11), at(12)), ("g-2", None, at(11), None)]


def test_agents_are_users_and_who_answered_and_left(tell: Tell) -> None:
    rows = tell(
        "select agent_id, team, is_bot from staging.stg_helpdesk__agents"
        " where agent_id like 'g-%' order by agent_id"
    )
    assert rows == [("g-501", "europe", False), ("g-502", None, True), ("g-599", None, False)]


def test_a_customer_is_known_by_address_phone_and_the_shops_id(tell: Tell) -> None:
    assert tell(
        "select distinct requester_id, requester_email, requester_phone, shop_customer_id"
        " from staging.gorgias__tickets where connection = 'full' and ticket_id <> 'g-21'"
    ) == [("10", "new@example.com", "+49 1", "5550")]
