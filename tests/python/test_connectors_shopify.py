"""Shopify as each loader leaves it: what one shop's documents become in the raw contract.

Four connections of the same shop, told apart by the prefix of their ids, and one that a loader
has hardly begun with are built once. Where no loader is named, a claim holds for all of them.
"""

import copy
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shopify_shop as shop
from conftest import query, run_dbt
from shopify_shop import moment, order, paid_back, refund

LOADERS = ("rest-", "graphql-", "airbyte-", "dlt-")
RAW = ("orders", "order_lines", "refunds", "customers", "order_updates")
BUILD = ("build", "--exclude-resource-type", "test", "unit_test", "--select")
BUILD += tuple(f"+stg_shop__{table}" for table in RAW)
BUILD += ("int_gate_currencies", "connected__order_currencies")
BUILD += ("shopify__row_outcomes", "shopify__transaction_uses", "shopify__unknowns")


SUCCEEDED = shop.without(paid_back(0, 20), "id")


def utc(day: int, hour: int = 12) -> datetime:
    """A time in March 2026."""
    return datetime(2026, 3, day, hour)


def more_of_fivetran(tables: shop.Tables) -> shop.Tables:
    """What only Fivetran has: soft deletes, events of parcels, returns."""
    tables = copy.deepcopy(tables)

    def another(table: str, key: int, **cells: Any) -> None:
        tables.setdefault(table, []).append(shop.synced({"id": key, **cells}))

    def event(key: int, parcel: int, status: str, day: int, **cells: Any) -> None:
        another(
            *("fulfillment_event", key),
            **{"fulfillment_id": parcel, "status": status, "happened_at": moment(day), **cells},
        )

    # an order that somebody deleted, with all that belongs to it
    another("order", 40, **shop.without(tables["order"][0], "id"))
    tables["order"][-1]["_fivetran_deleted"] = True
    another("order_line", 400, order_id=40, quantity=1, price="20.00")
    another("refund", 401, order_id=40, created_at=moment(10))
    another("transaction", **{"key": 402, "order_id": 40, "refund_id": 401, **SUCCEEDED})
    another("customer", 8, email="ada@example.com", created_at=moment(1, 6))
    tables["customer"][-1]["_fivetran_deleted"] = True
    # of an order whose transactions were not loaded
    another("order", 41, **shop.without(tables["order"][0], "id"))
    another("order_line", 410, order_id=41, quantity=1, price="20.00")
    another("refund", 411, order_id=41, created_at=moment(10))
    tables["order_line_refund"].append({"id": 9, "refund_id": 411, "subtotal": 18, "total_tax": 2})
    tables["order_adjustment"].append(
        {"id": 9, "refund_id": 411, "reason": "Shipping refund", "amount": -5, "tax_amount": -1}
    )
    # parcels 12 and 13 of order 1 as their carrier told; 21 of order 2 was not told at all
    for row in tables["fulfillment"]:
        row["notify_customer"] = row["id"] != 21
    event(1, 12, "label_printed", 3, estimated_delivery_at=moment(20))
    event(2, 12, "in_transit", 4, estimated_delivery_at=moment(9))
    event(3, 12, "out_for_delivery", 5)
    event(4, 12, "attempted_delivery", 6)
    event(5, 12, "delivered", 7)
    event(6, 13, "delivered", 11)
    event(7, 13, "delivered", 25, _fivetran_deleted=True)
    event(8, 21, "in_transit", 4)
    event(9, 13, "failure", 5)
    # stamped when it was made, not when its money moved; and one from the next century
    for row in tables["refund"] + tables["transaction"]:
        if row["id"] in (31, 311):
            row["_fivetran_synced"] = "2026-03-10T13:00:00Z"
    tables["refund"].append(shop.synced({"id": 171, "order_id": 1, "created_at": moment(10)}))
    late = {**SUCCEEDED, "processed_at": "2126-03-12T12:00:00Z"}
    another("transaction", **{"key": 1711, "order_id": 1, "refund_id": 171, **late})
    # a return with its refund, and others
    tables["refund"].append(
        shop.synced({"id": 151, "order_id": 15, "return_id": 1, "created_at": moment(20)})
    )
    another("transaction", **{"key": 1511, "order_id": 15, "refund_id": 151, **SUCCEEDED})
    for key, status in enumerate(("closed", "open", "DECLINED", "canceled", "closed"), 1):
        another("return", key, order_id=15, status=status, created_at=moment(14 + key))
    tables["return"].append(
        shop.synced({"id": 6, "order_id": 15, "status": "requested", "created_at": None})
    )
    tables["return_line_item"] = [
        {"return_id": 1, "order_line_id": 150, "quantity": 1, "return_reason": "SIZE_TOO_SMALL"},
        {"return_id": 2, "order_line_id": 120, "quantity": 1, "return_reason": None},
        {"return_id": 2, "order_line_id": 121, "quantity": 1, "return_reason": "DEFECTIVE"},
    ]
    tables["return_line_item"][1]["return_reason_note"] = "changed mind"
    tables["return_line_item"][2]["return_reason_note"] = "ask Mr Poe"
    return tables


def more_of_graphql(tables: shop.Tables) -> shop.Tables:
    """Without what that API does not have, and with what only it has."""
    tables = shop.graphql(copy.deepcopy(tables))
    tables["fulfillment_event"] = [
        shop.without(row, "order_id") for row in tables["fulfillment_event"]
    ]
    # worth something to Shopify, though its transactions are not there
    tables["refund"] += [
        shop.synced(
            {
                "id": number,
                "order_id": 1,
                "created_at": moment(10),
                "total_refunded_set_shop_amount": worth,
            }
        )
        for number, worth in ((901, "3.00"), (902, "0.00"))
    ]
    return tables


def more_of_airbyte(tables: shop.Tables) -> shop.Tables:
    """Versions of rows, and streams that know less or more than the orders."""
    tables = copy.deepcopy(tables)
    stamp = {"_airbyte_extracted_at": shop.EARLIER}

    def version(number: int, raw_id: str, **changes: Any) -> shop.Row:
        [row] = [row for row in tables["orders"] if row["id"] == number]
        return {**copy.deepcopy(row), **stamp, "_airbyte_raw_id": raw_id, **changes}

    # order 8 before its second try, and before a line was added
    earlier = version(8, "raw-8-before", refunds=[refund(81, paid_back(812, 20, "pending"))])
    deleted = {"id": 50, "deleted_at": moment(25), "_airbyte_extracted_at": shop.LOADED}
    tables["orders"] += [
        earlier,
        version(1, "raw-50", id=50, refunds=[refund(501, paid_back(5011, 20))]),
        {**deleted, "_airbyte_raw_id": "raw-50-deleted"},
        # nothing says whether this refund moved money
        version(1, "raw-51", id=51, refunds=[shop.without(refund(511), "transactions")]),
    ]
    tables["orders"][-1]["refunds"][0]["refund_line_items"] = [
        {"id": 1, "subtotal": 18, "total_tax": 2}
    ]
    # the stream still has the refund of order 8 as it was, and one that no order has
    known = {**refund(81, paid_back(812, 20, "pending")), "order_id": 8, **stamp}
    fresh = {**refund(161, paid_back(1611, 3)), "order_id": 1, **stamp}
    tables["order_refunds"] = [known, fresh, {**refund(162), "order_id": 1, **stamp}]
    tables["transactions"] = [
        {**paid_back(812, 20, "pending"), "order_id": 8, "refund_id": 81, **stamp},
        {**paid_back(1621, 4), "order_id": 1, "refund_id": 162, **stamp},
        {**paid_back(1, 20, kind="sale"), "order_id": 1, "refund_id": None, **stamp},
        {**paid_back(2, 20), "order_id": 1, "refund_id": None, **stamp},
    ]
    tables["fulfillments"] = [
        {**shop.parcel(12, shipped=1), "order_id": 1, **stamp},
        {**shop.parcel(1501, shipped=5, delivered=9), "order_id": 15, **stamp},
        {**shop.parcel(1501, shipped=5), "order_id": 15, **stamp},
    ]
    tables["fulfillments"][-1]["_airbyte_extracted_at"] = "2026-03-10T06:00:00Z"
    return tables


def barely_loaded() -> shop.Tables:
    """What dlt leaves of a shop with a guest's order and a refund without transactions."""
    ordered = order(
        1,
        refunds=[refund(11, refund_line_items=[{"id": 1, "subtotal": 7.5, "total_tax": 0.5}])],
        customer=None,
    )
    tables = shop.dlt([ordered], shop.CUSTOMERS[2:])
    kept = ("orders", "orders__refunds", "orders__refunds__refund_line_items", "customers")
    tables = {name: tables[name] for name in (*kept, "_dlt_loads")}
    required = ("id", "created_at", "_dlt_id", "_dlt_parent_id", "_dlt_load_id", "total_price")
    return {
        name: [{cell: row[cell] for cell in row if cell in required} for row in rows]
        if name in ("orders", "customers", "orders__refunds")
        else rows
        for name, rows in tables.items()
    }


def delivered() -> dict[str, shop.Tables]:
    """The tables of each connection."""
    rest = more_of_fivetran(shop.fivetran())
    return {
        "rest": rest,
        "graphql": more_of_graphql(rest),
        "airbyte": more_of_airbyte(shop.airbyte()),
        "dlt": shop.dlt(),
        "bare": barely_loaded(),
    }


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with the shop by every loader, in every place that can be read."""
    folder = tmp_path_factory.mktemp("shopify")
    warehouse = folder / "warehouse.duckdb"
    tables = delivered()
    shop.write_schema(tables["rest"], warehouse, "landed", folder / "rest")
    shop.write_csv(tables["graphql"], folder / "graphql")
    shop.write_json_lines(tables["airbyte"], folder / "airbyte")
    shop.write_parquet(tables["dlt"], folder / "dlt")
    shop.write_parquet(tables["bare"], folder / "bare")
    places = [
        ("rest", "fivetran", {"schema": "landed"}),
        ("graphql", "fivetran", {"location": f"{folder}/graphql/{{table}}.csv"}),
        ("airbyte", "airbyte", {"location": f"{folder}/airbyte/{{table}}.jsonl"}),
        ("dlt", "dlt", {"location": f"{folder}/dlt/{{table}}.parquet"}),
        ("bare", "dlt", {"location": f"{folder}/bare/{{table}}.parquet"}),
    ]
    connections = [
        {
            "name": name,
            "system": "shopify",
            "loader": loader,
            "id_prefix": f"{name}-",
            "test_tags": ["qa order"],
            **place,
        }
        for name, loader, place in places
    ]
    built = run_dbt(
        *BUILD,
        warehouse=warehouse,
        variables=json.dumps({"connections": connections}),
        environment={"TZ": "America/New_York"},
    )
    assert built.returncode == 0, built.stdout
    return warehouse


@pytest.fixture(scope="module", params=LOADERS)
def prefix(request: pytest.FixtureRequest) -> str:
    """The prefix of the ids of one connection after the other."""
    return request.param


def cells(warehouse: Path, table: str, key: str, *columns: str) -> tuple:
    """The cells of the row with a key in a staging table; empty when there is none."""
    name = {"orders": "order_id", "refunds": "refund_id", "customers": "customer_id"}[table]
    rows = query(
        warehouse,
        f"select {', '.join(columns)} from staging.stg_shop__{table} where {name} = '{key}'",
    )
    assert len(rows) <= 1
    return rows[0] if rows else ()


def reasons(warehouse: Path, object_: str, connection: str) -> dict[str, str]:
    """Why rows of a step were left out: {id: reason}."""
    key = {"refunds": "vendor_refund_id", "orders": "vendor_order_id"}.get(object_, "update_id")
    return dict(
        query(
            warehouse,
            f"select {key}, left_out_reason from staging.shopify__{object_}"
            f" where connection = '{connection}' and left_out_reason is not null",
        )
    )


def test_an_order_is_what_was_sold_to_whom_and_when(warehouse: Path, prefix: str) -> None:
    columns = ("customer_id", "region", "ordered_at", "cancelled_at", "total_amount", "is_test")
    assert cells(warehouse, "orders", f"{prefix}1", *columns) == (
        *(f"{prefix}5", "GB", utc(2), None, Decimal(20), False),
    )
    assert cells(warehouse, "orders", f"{prefix}6", "cancelled_at") == (utc(3),)


def test_a_guests_order_has_no_customer_and_the_billing_country(
    warehouse: Path, prefix: str
) -> None:
    columns = ("customer_id", "region", "ordered_at")
    assert cells(warehouse, "orders", f"{prefix}11", *columns) == (None, "FR", utc(2))


def test_amounts_are_in_the_currency_of_the_shop(warehouse: Path, prefix: str) -> None:
    assert cells(warehouse, "orders", f"{prefix}3", "total_amount") == (Decimal(100),)
    assert cells(warehouse, "refunds", f"{prefix}31", "amount") == (Decimal(50),)


def test_test_orders_are_flagged_or_tagged(warehouse: Path, prefix: str) -> None:
    found = query(
        warehouse,
        "select order_id from staging.stg_shop__orders"
        f" where is_test and order_id like '{prefix}%' order by order_id",
    )
    assert found == [(f"{prefix}4",), (f"{prefix}5",)]


@pytest.mark.parametrize("prefix", ["airbyte-", "dlt-"])
def test_an_order_is_delivered_once_all_its_parcels_are(warehouse: Path, prefix: str) -> None:
    columns = ("shipped_at", "delivered_at", "promised_at")
    assert cells(warehouse, "orders", f"{prefix}1", *columns) == (utc(3), utc(8), None)
    assert cells(warehouse, "orders", f"{prefix}2", *columns) == (utc(3), None, None)


@pytest.mark.parametrize("prefix", ["rest-", "graphql-"])
def test_what_the_carrier_told_of_a_parcel_comes_first(warehouse: Path, prefix: str) -> None:
    columns = ("shipped_at", "delivered_at", "promised_at")
    assert cells(warehouse, "orders", f"{prefix}1", *columns) == (utc(3), utc(11), utc(20))
    assert cells(warehouse, "orders", f"{prefix}2", *columns) == (utc(3), None, None)


@pytest.mark.parametrize("prefix", ["rest-", "graphql-"])
def test_customers_were_told_what_changes_for_them(warehouse: Path, prefix: str) -> None:
    found = query(
        warehouse,
        "select update_id, update_type, order_id, sent_at from staging.stg_shop__order_updates"
        f" where update_id like '{prefix}%' order by update_id",
    )
    told = {2: "shipped", 3: "out_for_delivery", 4: "delayed", 5: "delivered", 6: "delivered"}
    told[9] = "delayed"
    days = {2: 4, 3: 5, 4: 6, 5: 7, 6: 11, 9: 5}
    assert found == [
        (f"{prefix}{key}", update, f"{prefix}1", utc(days[key])) for key, update in told.items()
    ]
    assert reasons(warehouse, "order_updates", prefix[:-1]) == {
        f"{prefix}1": "tells the customer nothing new",
        f"{prefix}7": "deleted in the shop",
        f"{prefix}8": "notifications were off",
    }


def test_lines_are_worth_what_is_left_of_their_price(warehouse: Path, prefix: str) -> None:
    found = query(
        warehouse,
        "select line_number, product_id, product_category, quantity, line_amount"
        f" from staging.stg_shop__order_lines where order_id = '{prefix}12' order by line_number",
    )
    assert found == [
        (1, f"{prefix}900", "shoes", 2, Decimal(16)),
        (2, f"{prefix}901", None, 1, Decimal(26)),
        # what the order gave off and no line tells
        (3, None, None, 1, Decimal(-2)),
    ]


def test_a_refund_is_completed_when_all_its_money_moved(warehouse: Path, prefix: str) -> None:
    columns = ("order_id", "amount", "status", "requested_at", "completed_at")
    assert cells(warehouse, "refunds", f"{prefix}81", *columns) == (
        *(f"{prefix}8", Decimal(20), "completed", utc(10), utc(12)),
    )


def test_a_refund_is_approved_while_some_of_it_is_pending(warehouse: Path, prefix: str) -> None:
    columns = ("amount", "status", "completed_at")
    assert cells(warehouse, "refunds", f"{prefix}71", *columns) == (
        *(Decimal(12), "approved", None),
    )


def test_a_refund_is_rejected_when_nothing_of_it_succeeded(warehouse: Path, prefix: str) -> None:
    columns = ("amount", "status", "completed_at")
    assert cells(warehouse, "refunds", f"{prefix}91", *columns) == (
        *(Decimal(20), "rejected", None),
    )


def test_what_moved_no_money_is_no_refund_and_is_told(warehouse: Path, prefix: str) -> None:
    told = reasons(warehouse, "refunds", prefix[:-1])
    for number in (61, 101, 102):
        assert cells(warehouse, "refunds", f"{prefix}{number}", "amount") == ()
        assert told[str(number)] == "moved no money: restocked, exchanged or voided"


def test_a_part_that_was_cancelled_is_refunded_and_the_rest_arrives(
    warehouse: Path, prefix: str
) -> None:
    assert cells(warehouse, "orders", f"{prefix}13", "cancelled_at", "delivered_at") == (
        *(None, utc(9)),
    )
    assert cells(warehouse, "refunds", f"{prefix}1302", "amount") == (Decimal(15),)


def test_a_note_is_a_reason_only_when_it_is_a_known_one(warehouse: Path, prefix: str) -> None:
    assert cells(warehouse, "refunds", f"{prefix}1302", "reason") == ("changed mind",)
    assert cells(warehouse, "refunds", f"{prefix}141", "reason") == (None,)


def test_the_reason_of_an_adjustment_comes_before_the_note(warehouse: Path, prefix: str) -> None:
    assert cells(warehouse, "refunds", f"{prefix}142", "reason") == ("damage",)


def test_accounts_of_one_address_are_one_customer(warehouse: Path, prefix: str) -> None:
    assert cells(warehouse, "orders", f"{prefix}15", "customer_id") == (f"{prefix}5",)
    columns = ("email", "full_name", "region")
    assert cells(warehouse, "customers", f"{prefix}5", *columns)[1:] == ("Ada Ito", "GB")
    assert cells(warehouse, "customers", f"{prefix}6", *columns) == ()
    assert cells(warehouse, "customers", f"{prefix}7", *columns) == (None, None, None)


def test_an_order_that_was_deleted_takes_all_of_it_along(warehouse: Path) -> None:
    for prefix, number in (("rest-", 40), ("graphql-", 40), ("airbyte-", 50)):
        assert cells(warehouse, "orders", f"{prefix}{number}", "order_id") == ()
        assert cells(warehouse, "refunds", f"{prefix}{number}1", "refund_id") == ()
        assert reasons(warehouse, "orders", prefix[:-1]) == {str(number): "deleted in the shop"}
        told = reasons(warehouse, "refunds", prefix[:-1])
        assert told[f"{number}1"] == "its order was deleted"
    left = query(
        warehouse, "select count(*) from staging.base_shop__order_lines where not is_valid"
    )
    assert left == [(0,)]


def test_without_transactions_a_refund_is_approved_at_the_worth_of_its_lines(
    warehouse: Path,
) -> None:
    columns = ("amount", "status", "completed_at")
    refunds = {"rest-411": 26, "graphql-411": 26, "airbyte-511": 20, "bare-11": 8}
    for key, worth in {**refunds, "graphql-901": 3}.items():
        assert cells(warehouse, "refunds", key, *columns) == (Decimal(worth), "approved", None)
    assert cells(warehouse, "refunds", "graphql-902", *columns) == ()


@pytest.mark.parametrize("prefix", ["rest-", "graphql-"])
def test_returns_are_asked_for_until_they_are_refunded_or_declined(
    warehouse: Path, prefix: str
) -> None:
    found = query(
        warehouse,
        "select refund_id, status, amount, reason, requested_at from staging.stg_shop__refunds"
        f" where order_id = '{prefix}15' order by refund_id",
    )
    assert found == [
        (f"{prefix}151", "completed", Decimal(20), "size_too_small", utc(15)),
        (f"{prefix}return-2", "requested", Decimal(34), "changed mind", utc(16)),
        (f"{prefix}return-3", "rejected", Decimal(0), None, utc(17)),
        # the loader does not say when: it had been asked for by then
        (f"{prefix}return-6", "requested", Decimal(0), None, datetime(2026, 4, 1, 6)),
    ]
    told = reasons(warehouse, "refunds", prefix[:-1])
    assert [told[f"return-{number}"] for number in (1, 4, 5)] == [
        "known from its refund",
        "return was cancelled",
        "return was closed without a refund",
    ]


def test_of_airbytes_versions_the_latest_counts_and_all_are_there(warehouse: Path) -> None:
    found = query(
        warehouse,
        "select loaded_at, status, is_latest from staging.base_shop__refunds"
        " where refund_id = 'airbyte-81' order by loaded_at",
    )
    assert found == [
        (utc(20, 6), "approved", False),
        (datetime(2026, 4, 1, 6), "completed", True),
    ]


def test_airbytes_streams_fill_only_what_no_order_holds(warehouse: Path) -> None:
    columns = ("order_id", "amount", "status")
    for key, amount in (("161", 3), ("162", 4)):
        assert cells(warehouse, "refunds", f"airbyte-{key}", *columns) == (
            *("airbyte-1", Decimal(amount), "completed"),
        )
    assert reasons(warehouse, "refunds", "airbyte")["81"] == "known from its order"
    assert cells(warehouse, "orders", "airbyte-1", "shipped_at") == (utc(3),)
    assert cells(warehouse, "orders", "airbyte-15", "shipped_at", "delivered_at") == (
        *(utc(5), utc(9)),
    )


def test_a_refund_was_loaded_no_earlier_than_what_it_tells(warehouse: Path) -> None:
    for prefix in ("rest-", "graphql-"):
        columns = ("completed_at", "loaded_at")
        assert cells(warehouse, "refunds", f"{prefix}31", *columns) == (utc(12), utc(12))
    rejected = query(
        warehouse,
        "select refund_id, faults from staging.base_shop__refunds where not is_valid order by 1",
    )
    fault = "bad_time: completed_at is more than 24 hours after loaded_at"
    assert rejected == [("graphql-171", fault), ("rest-171", fault)]


def test_tables_and_columns_that_are_not_there_read_as_empty(warehouse: Path) -> None:
    columns = ("customer_id", "region", "shipped_at", "total_amount", "is_test")
    assert cells(warehouse, "orders", "bare-1", *columns) == (
        *(None, None, None, Decimal(20), False),
    )
    assert (
        query(warehouse, "select 1 from staging.stg_shop__order_lines where order_id = 'bare-1'")
        == []
    )


def test_orders_in_another_currency_than_most_are_told(warehouse: Path) -> None:
    found = query(
        warehouse,
        "select fault_key, fault_name from intermediate.int_gate_currencies"
        " where is_at_fault order by fault_key",
    )
    assert found == [(f"{prefix}16", "CAD") for prefix in sorted(LOADERS)]


@pytest.mark.parametrize("connection", ["rest", "graphql", "airbyte", "dlt", "bare"])
def test_every_row_is_used_looked_up_or_left_out_for_a_reason(
    warehouse: Path, connection: str
) -> None:
    told = dict(
        query(
            warehouse,
            "select vendor_table, sum(row_count) from staging.shopify__row_outcomes"
            f" where connection = '{connection}' group by vendor_table",
        )
    )
    rows = {table: len(rows) for table, rows in delivered()[connection].items()}
    assert told == {table: rows[table] for table in told}
    tables = {"order", "order_line", "refund", "transaction", "customer", "return"}
    tables |= {"fulfillment_event", "orders", "customers", "order_refunds", "transactions"}
    tables |= {"orders__line_items", "orders__refunds", "orders__refunds__transactions"}
    assert set(told) == tables & {table for table in rows if rows[table]}
    unexplained = query(
        warehouse,
        "select 1 from staging.shopify__row_outcomes where outcome = 'left_out' and reason is null",
    )
    assert unexplained == []


def test_rows_that_are_used_are_those_of_the_raw_contract(warehouse: Path) -> None:
    told = query(
        warehouse,
        "select raw_table, sum(raw_row_count) from staging.shopify__row_outcomes"
        " where outcome = 'used' group by raw_table order by raw_table",
    )
    found = [
        (table, query(warehouse, f"select count(*) from staging.base_shop__{table}")[0][0])
        for table in sorted(RAW)
    ]
    assert told == found


def test_what_rows_do_not_say_is_counted(warehouse: Path) -> None:
    found = query(
        warehouse,
        "select connection, split_part(what, ',', 1), row_count from staging.shopify__unknowns"
        " order by all",
    )
    informed = "orders that count as informed by events of their carrier"
    undated = "returns that do not say when they were asked for"
    worthless = "returns that do not say what they are worth"
    unmoved = "refunds without a transaction here"
    assert found == [
        ("airbyte", unmoved, 1),
        ("bare", unmoved, 1),
        ("graphql", informed, 1),
        ("graphql", unmoved, 2),
        ("graphql", worthless, 2),
        ("graphql", undated, 1),
        ("rest", informed, 1),
        ("rest", unmoved, 1),
        ("rest", worthless, 2),
        ("rest", undated, 1),
    ]


def test_no_note_or_address_leaves_the_steps_of_the_shop(warehouse: Path) -> None:
    """What somebody typed is in the thin steps, and nowhere in the contract."""
    for table in ("refunds", "orders", "order_lines", "order_updates"):
        rows = str(query(warehouse, f"from staging.connected__{table}"))
        assert "Ito" not in rows and "Poe" not in rows and "@" not in rows
