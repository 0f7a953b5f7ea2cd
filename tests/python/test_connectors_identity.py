"""Who asked, and about which order: a person of a helpdesk is a customer of a shop.

Three helpdesks and three shops are built once. Ids of shops repeat on purpose: a prefix tells
them apart.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import shopify_shop as shop
import test_connectors_gorgias as gorgias
from conftest import query, run_dbt
from shopify_shop import moment, order, paid_back, refund

BUILD = ("build", "--exclude-resource-type", "test", "unit_test", "--select")
BUILD += tuple(f"+connected__{table}" for table in ("tickets", "orders", "customers", "refunds"))


def person(key: int, email: str | None = None, phone: str | None = None, day: int = 2) -> shop.Row:
    """A customer of a shop."""
    return {
        "id": key,
        "email": email,
        "phone": phone,
        "first_name": "Somebody",
        "last_name": None,
        "created_at": moment(day),
        "default_address": None,
    }


def sold(key: int, name: str, customer: int | None, number: int | None = None) -> shop.Row:
    """An order of a shop, with a refund: a shop without any has no table for them."""
    buyer = None if customer is None else {"id": customer}
    refunds = [refund(key, paid_back(key, 1))]
    return order(key, name=name, order_number=number or key, customer=buyer, refunds=refunds)


EU = {
    "customers": [
        person(1, "ada@example.com", day=3),
        person(2, "ADA@example.com", day=2),
        person(3, "bob@example.com", "123 4567"),
        # as old as each other: the smaller id, as a number
        person(10, "twin@example.com"),
        person(9, "twin@example.com"),
    ],
    "orders": [
        sold(100, "#1001", 1),
        sold(101, "EN1002-A", 3, 7002),
        sold(102, "#7002", 3, 8002),
        sold(103, "#1003", None),
    ],
}
US = {
    "customers": [
        person(1, "ada@example.com"),
        person(4, "carl@example.com", "+1 (555) 010-9999"),
    ],
    "orders": [
        sold(100, "#1001", 1),
        sold(205, "#2005", 4),
        sold(206, "#1003", 4),
        # refunded on the 10th and on the 15th
        order(
            207,
            customer={"id": 1},
            refunds=[
                refund(2071, paid_back(2071, 1)),
                refund(2072, paid_back(2072, 2), created_at=moment(15)),
            ],
        ),
    ],
}
LONE = {
    "customers": [person(1, "dora@example.com", "+49 30 1234567"), person(2, "dora@example.com")],
    "orders": [sold(900, "#9001", 1), sold(901, "#9002", 2)],
}

# ticket: e-mail, phone, what the order field says, customer and order that are expected
HELP: dict[int, tuple[str | None, str | None, str | None, str, str | None]] = {
    1: (" Ada@Example.COM", None, None, "eu-2", None),
    2: ("ada@example.com", None, " #1001 ", "eu-2", "eu-100"),
    3: ("ada@example.com", None, "2005", "us-1", "us-205"),
    4: ("other@example.com", "+1 555-0109999", None, "us-4", None),
    5: ("carl@example.com", None, "#1003", "us-4", "us-206"),
    6: ("nobody@example.com", None, None, "help:6", None),
    7: (None, "1234567", None, "help:7", None),
    8: ("nobody.else@example.com", None, "1001", "help:8", None),
    9: ("bob@example.com", None, "en 1002-a", "eu-3", "eu-101"),
    10: ("bob@example.com", None, "102", "eu-3", "eu-102"),
    # the name of one order is the number of another: the name comes first
    11: ("bob@example.com", None, "7002", "eu-3", "eu-102"),
    12: ("bob@example.com", None, "#4711", "eu-3", None),
    13: ("twin@example.com", None, None, "eu-9", None),
    # a shop that does not link by e-mail, but by phone
    14: ("dora@example.com", None, "9001", "help:14", "lone-900"),
    15: ("dora.at.work@example.com", "+49 (30) 123-4567", None, "lone-1", None),
    # under an address that she had before; who has it now comes first
    16: ("carl.before@example.com", None, None, "us-4", None),
    17: (None, None, None, "help:17", None),
}


def helpdesk(tickets: dict[int, tuple]) -> shop.Tables:
    """Zendesk's tables of tickets, each by a requester of its own."""
    stamp = {"_fivetran_synced": shop.LOADED}
    return {
        "ticket": [
            {
                "id": key,
                "requester_id": key,
                "submitter_id": key,
                "status": "open",
                "via_channel": "email",
                "custom_order": said[2],
                "created_at": moment(5),
                "updated_at": moment(5),
                **stamp,
            }
            for key, said in tickets.items()
        ],
        "ticket_comment": [
            {
                "id": key * 100,
                "ticket_id": key,
                "user_id": key,
                "created": moment(5),
                "public": True,
                **stamp,
            }
            for key in tickets
        ],
        "user": [
            {"id": key, "email": said[0], "phone": said[1], "role": "end-user", **stamp}
            for key, said in tickets.items()
        ],
    }


def with_actions() -> shop.Tables:
    """Gorgias' tables: Ada as the shop's integration knows her, and what was done to orders."""
    ada = {"id": 20, "email": "ada@example.com"}
    known = {"4": {"__integration_type__": "shopify", "customer": {"id": 4}}}

    def done(key: int, ticket: int, action: str, about: int, hours: float) -> shop.Row:
        data = {"action_name": action, "status": "success", "payload": {"order_id": about}}
        return gorgias.event(key, "action-executed", ticket, hours, data=data)

    return {
        "tickets": [gorgias.ticket(key, customer=ada) for key in (31, 32)],
        "messages": [gorgias.message(key, key, 0, sender={"id": 20}) for key in (31, 32)],
        "users": gorgias.USERS,
        "customers": [{**ada, "integrations": known}],
        # on the 15th of March and, of another kind, on the 10th
        "events": [
            done(1, 31, "shopifyRefundOrder", 207, 315.1),
            done(2, 32, "shopifyEditOrder", 206, 195.1),
        ],
    }


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with the tickets and orders of all connections."""
    folder = tmp_path_factory.mktemp("identity")
    us = shop.airbyte(US["orders"], US["customers"])
    carl = {**us["customers"][1], "email": "carl.before@example.com"}
    us["customers"].append({**carl, "_airbyte_extracted_at": shop.EARLIER})
    tables = {
        "help": helpdesk(HELP),
        "quiet": helpdesk({1: ("ada@example.com", None, "#2005", "", None)}),
        "desk": with_actions(),
        "eu": shop.fivetran(EU["orders"], EU["customers"]),
        "us": us,
        "lone": shop.dlt(LONE["orders"], LONE["customers"]),
    }
    kinds: list[dict[str, Any]] = [
        {"name": "help", "system": "zendesk", "loader": "fivetran", "order_field": "custom_order"},
        {"name": "quiet", "system": "zendesk", "loader": "fivetran", "link_emails": False},
        {"name": "desk", "system": "gorgias", "loader": "airbyte"},
        {"name": "eu", "system": "shopify", "loader": "fivetran"},
        {"name": "us", "system": "shopify", "loader": "airbyte"},
        {"name": "lone", "system": "shopify", "loader": "dlt", "link_emails": False},
    ]
    for kind in kinds:
        name = kind["name"]
        shop.write_json_lines(tables[name], folder / name)
        kind["location"] = f"{folder}/{name}/{{table}}.jsonl"
        kind["id_prefix"] = "" if name == "help" else f"{name}-"
    built = run_dbt(
        *BUILD,
        warehouse=folder / "warehouse.duckdb",
        variables=json.dumps({"connections": kinds}),
    )
    assert built.returncode == 0, built.stdout
    return folder / "warehouse.duckdb"


@pytest.fixture(scope="module")
def found(warehouse: Path) -> dict[str, tuple[str | None, str | None]]:
    """By ticket, its customer and its order."""
    rows = query(
        warehouse, "select ticket_id, customer_id, order_id from staging.connected__tickets"
    )
    assert len(rows) == len(HELP) + 3
    return {ticket: (customer, about) for ticket, customer, about in rows}


@pytest.mark.parametrize("ticket", HELP)
def test_a_requester_is_the_customer_of_the_shop_and_names_its_order(
    found: dict[str, tuple], ticket: int
) -> None:
    assert found[str(ticket)] == HELP[ticket][3:]


def test_a_helpdesk_that_does_not_link_by_email_keeps_its_own_ids(found: dict[str, tuple]) -> None:
    assert found["quiet-1"] == ("quiet:1", None)


def test_what_the_helpdesk_knows_of_the_shop_comes_before_an_address(
    found: dict[str, tuple],
) -> None:
    """Ada's address is that of a customer of two shops; the integration names a third one."""
    assert found["desk-31"] == ("us-4", "us-207")
    assert found["desk-32"] == ("us-4", "us-206")


def test_a_refund_was_made_from_the_ticket_in_which_an_agent_refunded_the_order(
    warehouse: Path,
) -> None:
    made = dict(
        query(
            warehouse,
            "select refund_id, ticket_id from staging.connected__refunds"
            " where refund_id in ('us-2071', 'us-2072', 'us-206')",
        )
    )
    assert made == {"us-2071": None, "us-2072": "desk-31", "us-206": None}


def test_orders_of_all_accounts_of_an_address_are_of_one_customer(warehouse: Path) -> None:
    bought = dict(query(warehouse, "select order_id, customer_id from staging.connected__orders"))
    assert bought == {
        "eu-100": "eu-2",
        "eu-101": "eu-3",
        "eu-102": "eu-3",
        "eu-103": None,
        "us-100": "us-1",
        "us-205": "us-4",
        "us-206": "us-4",
        "us-207": "us-1",
        "lone-900": "lone-1",
        "lone-901": "lone-2",
    }
    customers = query(
        warehouse, "select distinct customer_id from staging.connected__customers order by 1"
    )
    expected = ["eu-2", "eu-3", "eu-9", "lone-1", "lone-2", "us-1", "us-4"]
    assert [row[0] for row in customers] == expected
