"""A made-up shop of Shopify, a case an order, and how each loader leaves it.

The documents are those of Shopify's REST API as far as they matter here. Ids are small, so
that a test can name them: order 7 is called #1007 and has line items 70 and 71.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]
Tables = dict[str, list[Row]]

LOADED = "2026-04-01T06:00:00Z"
EARLIER = "2026-03-20T06:00:00Z"


def moment(day: int, hour: int = 12) -> str:
    """A time in March 2026 as Shopify writes it: local, with its offset."""
    return f"2026-03-{day:02}T{hour - 5:02}:00:00-05:00"


def money(amount: float, presented: float | None = None) -> Row:
    """An amount in the shop's currency, and in that of the buyer."""
    other = amount if presented is None else presented
    return {
        "shop_money": {"amount": f"{amount:.2f}", "currency_code": "USD"},
        "presentment_money": {
            "amount": f"{other:.2f}",
            "currency_code": "USD" if presented is None else "EUR",
        },
    }


def item(number: int, price: float = 20, quantity: int = 1, **changes: Any) -> Row:
    """A line item."""
    return {
        "id": number,
        "product_id": 900 + number % 10,
        "quantity": quantity,
        "price": f"{price:.2f}",
        "price_set": money(price),
        "total_discount": "0.00",
        "discount_allocations": [],
        **changes,
    }


def parcel(number: int, *, shipped: int = 3, delivered: int | None = None, **changes: Any) -> Row:
    """A fulfillment."""
    return {
        "id": number,
        "status": "success",
        "shipment_status": "in_transit" if delivered is None else "delivered",
        "created_at": moment(shipped),
        "updated_at": moment(delivered or shipped),
        **changes,
    }


def paid_back(number: int, amount: float, status: str = "success", **changes: Any) -> Row:
    """A transaction of a refund."""
    return {
        "id": number,
        "kind": "refund",
        "status": status,
        "amount": f"{amount:.2f}",
        "currency": "USD",
        "created_at": moment(10),
        "processed_at": moment(12),
        **changes,
    }


def refund(number: int, *transactions: Row, **changes: Any) -> Row:
    """A refund."""
    return {
        "id": number,
        "created_at": moment(10),
        "note": None,
        "transactions": list(transactions),
        "refund_line_items": [],
        "order_adjustments": [],
        **changes,
    }


def order(number: int, *items: Row, **changes: Any) -> Row:
    """An order, by default of one item of 20 by customer 5."""
    lines = list(items) or [item(number * 10)]
    total = changes.pop("total", 20)
    presented = changes.pop("presented", None)
    return {
        "id": number,
        "name": f"#{1000 + number}",
        "order_number": 1000 + number,
        "created_at": moment(2),
        "processed_at": moment(2),
        "cancelled_at": None,
        "total_price": f"{total:.2f}",
        "total_price_set": money(total, presented),
        "current_total_price": "0.01",
        "subtotal_price": f"{total:.2f}",
        "total_discounts": "0.00",
        "currency": "USD",
        "presentment_currency": "USD" if presented is None else "EUR",
        "test": False,
        "tags": "",
        "customer": {"id": 5},
        "shipping_address": {"country_code": "GB"},
        "billing_address": {"country_code": "FR"},
        "line_items": lines,
        "fulfillments": [],
        "refunds": [],
        **changes,
    }


ORDERS = [
    # two parcels, both delivered; a third was cancelled before
    order(
        1,
        fulfillments=[
            parcel(11, shipped=1, status="cancelled"),
            parcel(12, shipped=3, delivered=6),
            parcel(13, shipped=4, delivered=8),
        ],
    ),
    # one of two parcels is still under way
    order(2, fulfillments=[parcel(21, delivered=6), parcel(22, shipped=5)]),
    # paid in euros: 100 dollars were 80 euros; 40 euros go back
    order(
        3,
        item(30, 100, price_set=money(100, 80)),
        total=100,
        presented=80,
        refunds=[refund(31, paid_back(311, 40, currency="EUR"))],
    ),
    order(4, test=True),
    order(5, tags="wholesale, QA Order"),
    # nothing but a void moved: the order was cancelled before it was paid
    order(
        6,
        cancelled_at=moment(3),
        refunds=[refund(61, paid_back(611, 20, kind="void"))],
    ),
    # one half has come back, the other is on its way
    order(7, refunds=[refund(71, paid_back(711, 5), paid_back(712, 7, "pending"))]),
    # the first try failed
    order(8, refunds=[refund(81, paid_back(811, 20, "failure"), paid_back(812, 20))]),
    order(9, refunds=[refund(91, paid_back(911, 20, "failure", processed_at=None))]),
    # restocked, and exchanged for something of the same price
    order(10, refunds=[refund(101), refund(102, paid_back(1021, 0))]),
    # a guest, billed to France, who was charged when the order came in
    order(11, customer=None, shipping_address=None, processed_at=None),
    # half off each of two pieces, 4 off one line, 6 off the order, of which 2 untold
    order(
        12,
        item(120, 10, 2, total_discount="4.00"),
        item(121, 30, discount_allocations=[{"amount": "4.00", "amount_set": money(4)}]),
        total=47,
        subtotal_price="40.00",
        total_discounts="10.00",
    ),
    # one of two pieces was cancelled and paid back; the parcel has the other
    order(
        13,
        item(130, 20),
        item(131, 15),
        total=35,
        fulfillments=[parcel(1301, delivered=9)],
        refunds=[
            refund(
                1302,
                paid_back(1303, 15),
                note=" Changed Mind ",
                refund_line_items=[{"id": 1, "subtotal": 15, "total_tax": 0}],
                order_adjustments=[
                    {"id": 2, "reason": "Refund discrepancy", "amount": "1.00", "tax_amount": "0"}
                ],
            )
        ],
    ),
    # why: somebody's words, and a reason on the adjustment
    order(
        14,
        refunds=[
            refund(141, paid_back(1411, 1), note="call Ms Ito, +81 3 5555 0100"),
            refund(
                142,
                paid_back(1421, 2),
                note="changed mind",
                order_adjustments=[
                    {"id": 3, "reason": "DAMAGE", "amount": "-2.00", "tax_amount": "0"}
                ],
            ),
        ],
    ),
    # of the second account of an address
    order(15, customer={"id": 6}),
    # from before the shop changed its currency
    order(
        16,
        currency="CAD",
        total_price_set={"shop_money": {"amount": "20.00", "currency_code": "cad"}},
    ),
]

CUSTOMERS = [
    {
        "id": 5,
        "email": "Ada@Example.com ",
        "phone": None,
        "first_name": "Ada",
        "last_name": "Ito",
        "created_at": moment(1),
        "default_address": {"country_code": "GB"},
    },
    {
        "id": 6,
        "email": "ada@example.com",
        "phone": "+44 20 7946 0000",
        "first_name": "Ada",
        "last_name": None,
        "created_at": moment(2),
        "default_address": None,
    },
    {
        "id": 7,
        "email": None,
        "phone": "+44 20 7946 0001",
        "first_name": None,
        "last_name": None,
        "created_at": moment(2),
        "default_address": None,
    },
]

PRODUCTS = [{"id": 900, "product_type": "shoes"}]


def without(document: Row, *names: str) -> Row:
    """A document without some of its parts."""
    return {name: value for name, value in document.items() if name not in names}


def synced(row: Row) -> Row:
    """A row as Fivetran stamps it."""
    return {"_fivetran_synced": LOADED, "_fivetran_deleted": False, **row}


def refunds_of(orders: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Each refund with its order."""
    for document in orders:
        for made in document["refunds"]:
            yield document, made


def address_of(document: Row, kind: str) -> str | None:
    """The country of an address of an order."""
    return (document[f"{kind}_address"] or {}).get("country_code")


def fivetran(orders: list[Row] = ORDERS, customers: list[Row] = CUSTOMERS) -> Tables:
    """The tables of a connection that reads the REST API."""
    nested = ("customer", "line_items", "fulfillments", "refunds", "tags", "total_price_set")
    nested += ("shipping_address", "billing_address")
    tables: Tables = {
        "order": [
            synced(
                {
                    **without(document, *nested),
                    "total_price_set": json.dumps(document["total_price_set"]),
                    "customer_id": (document["customer"] or {}).get("id"),
                    "shipping_address_country_code": address_of(document, "shipping"),
                    "billing_address_country_code": address_of(document, "billing"),
                }
            )
            for document in orders
        ],
        "order_tag": [
            {"order_id": document["id"], "index": 1, "value": tag.strip()}
            for document in orders
            for tag in document["tags"].split(",")
            if tag.strip()
        ],
        "order_line": [
            synced({**without(line, "price_set", "discount_allocations"), "order_id": one["id"]})
            for one in orders
            for line in one["line_items"]
        ],
        "discount_allocation": [
            {"order_line_id": line["id"], "index": 0, "amount": given["amount"]}
            for one in orders
            for line in one["line_items"]
            for given in line["discount_allocations"]
        ],
        "fulfillment": [
            synced({**sent, "order_id": one["id"]})
            for one in orders
            for sent in one["fulfillments"]
        ],
        "refund": [
            synced(
                {
                    **without(made, "transactions", "refund_line_items", "order_adjustments"),
                    "order_id": one["id"],
                }
            )
            for one, made in refunds_of(orders)
        ],
        "transaction": [
            # what was paid at first; none of a refund
            synced({**paid_back(one["id"] * 1000, 20, kind="sale"), "order_id": one["id"]})
            for one in orders
        ]
        + [
            synced({**moved, "order_id": one["id"], "refund_id": made["id"]})
            for one, made in refunds_of(orders)
            for moved in made["transactions"]
        ],
        "customer": [synced(without(person, "default_address")) for person in customers],
        "customer_address": [
            {
                "id": person["id"],
                "customer_id": person["id"],
                "is_default": True,
                **person["default_address"],
            }
            for person in customers
            if person["default_address"]
        ],
        "order_line_refund": [
            {**line, "refund_id": made["id"]}
            for _, made in refunds_of(orders)
            for line in made["refund_line_items"]
        ],
        "order_adjustment": [
            {**balanced, "refund_id": made["id"]}
            for _, made in refunds_of(orders)
            for balanced in made["order_adjustments"]
        ],
        "product": [synced(product) for product in PRODUCTS],
    }
    return tables


def graphql(tables: Tables) -> Tables:
    """Fivetran's tables as a connection has them that reads the GraphQL API."""

    def renamed(row: Row, names: dict[str, str]) -> Row:
        return {names.get(name, name): value for name, value in row.items()}

    def amounts(row: Row, *names: str) -> Row:
        known = [name for name in names if name in row]
        shop = {f"{name}_set_shop_amount": row[name] for name in known}
        return {**without(row, *known), **shop}

    found = {name: rows for name, rows in tables.items() if name != "order_line_refund"}
    found["order"] = [
        renamed(
            amounts(
                {
                    **without(row, "total_price_set", "order_number"),
                    "number": row["order_number"],
                    "total_price_set_pres_amount": json.loads(row["total_price_set"])
                    .get("presentment_money", {})
                    .get("amount"),
                },
                *("total_price", "subtotal_price", "total_discounts"),
            ),
            {"currency": "currency_code", "presentment_currency": "presentment_currency_code"},
        )
        for row in tables["order"]
    ]
    found["order_line"] = [
        {
            **without(row, "price", "total_discount"),
            "original_total_set_shop_amount": f"{float(row['price']) * row['quantity']:.2f}",
            "total_discount_set_shop_amount": row.get("total_discount"),
        }
        for row in tables["order_line"]
    ]
    found["discount_allocation"] = [
        renamed(row, {"amount": "allocated_amount_set_shop_amount"})
        for row in tables["discount_allocation"]
    ]
    found["fulfillment"] = [
        {
            **without(row, "shipment_status"),
            "status": row["status"].upper(),
            "display_status": row["shipment_status"].upper(),
        }
        for row in tables["fulfillment"]
    ]
    found["transaction"] = [
        {
            **without(row, "amount", "currency"),
            "amount_set_shop_amount": (
                f"{float(row['amount']) * (1.25 if row.get('currency') == 'EUR' else 1):.2f}"
            ),
            "kind": row["kind"].upper(),
            "status": row["status"].upper(),
        }
        for row in tables["transaction"]
    ]
    found["refund_line_item"] = [
        amounts(row, "subtotal", "total_tax") for row in tables["order_line_refund"]
    ]
    found["order_adjustment"] = [
        amounts(row, "amount", "tax_amount") for row in tables["order_adjustment"]
    ]
    return found


def airbyte(orders: list[Row] = ORDERS, customers: list[Row] = CUSTOMERS) -> Tables:
    """The tables of Airbyte, nested values inside."""

    def extracted(row: Row, number: int) -> Row:
        stamp = {"_airbyte_raw_id": f"raw-{number}", "_airbyte_extracted_at": LOADED}
        return {**row, **stamp, "_airbyte_generation_id": 0, "shop_url": "shop"}

    return {
        "orders": [extracted(row, number) for number, row in enumerate(orders)],
        "customers": [extracted(row, number) for number, row in enumerate(customers)],
        "products": [extracted(row, number) for number, row in enumerate(PRODUCTS)],
    }


def dlt(orders: list[Row] = ORDERS, customers: list[Row] = CUSTOMERS) -> Tables:
    """The tables of dlt: lists are child tables, columns of nothing but nulls are missing."""
    tables: Tables = {"_dlt_loads": [{"load_id": "17.5", "status": 0, "inserted_at": LOADED}]}
    numbers = iter(range(1_000_000))

    def flatten(row: Row, prefix: str = "") -> Iterator[tuple[str, Any]]:
        for name, value in row.items():
            if isinstance(value, dict):
                yield from flatten(value, f"{prefix}{name}__")
            else:
                yield prefix + name, value

    def load(table: str, row: Row, parent: str | None) -> None:
        own = f"id-{next(numbers)}"
        cells = dict(flatten(row))
        lists = {name: value for name, value in cells.items() if isinstance(value, list)}
        kept = {name: value for name, value in cells.items() if name not in lists}
        kept = {name: value for name, value in kept.items() if value is not None}
        belongs = {"_dlt_load_id": "17.5"} if parent is None else {"_dlt_parent_id": parent}
        tables.setdefault(table, []).append({**kept, **belongs, "_dlt_id": own})
        for name, values in lists.items():
            for value in values:
                load(f"{table}__{name}", value, own)

    for table, rows in (("orders", orders), ("customers", customers), ("products", PRODUCTS)):
        for row in rows:
            load(table, row, None)
    return tables


def write_json_lines(tables: Tables, folder: Path) -> None:
    """Write each table that has rows as <folder>/<table>.jsonl."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        if not rows:
            continue
        lines = [json.dumps(row) for row in rows]
        (folder / f"{table}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_csv(tables: Tables, folder: Path) -> None:
    """Write each table as CSV, every value a text, behind a byte order mark."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        names = list(dict.fromkeys(name for row in rows for name in row))
        lines = [",".join(names)]
        for row in rows:
            cells = ["" if row.get(name) is None else str(row[name]) for name in names]
            lines.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells))
        (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


def write_parquet(tables: Tables, folder: Path) -> None:
    """Write each table as Parquet, times with their zone, amounts as texts."""
    write_json_lines(tables, folder / "lines")
    with duckdb.connect() as connection:
        for table, rows in tables.items():
            names = list(dict.fromkeys(name for row in rows for name in row))
            cells = ", ".join(
                f"cast({name} as timestamptz) as {name}" if name.endswith("_at") else f'"{name}"'
                for name in names
            )
            connection.execute(
                f"copy (select {cells} from read_json('{folder}/lines/{table}.jsonl',"
                f" sample_size = -1)) to '{folder}/{table}.parquet'"
            )


def write_schema(tables: Tables, warehouse: Path, schema: str, folder: Path) -> None:
    """Write the tables into a schema of a warehouse."""
    write_json_lines(tables, folder)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(f"create schema {schema}")
        for table in tables:
            connection.execute(
                f'create table {schema}."{table}" as select * from'
                f" read_json('{folder}/{table}.jsonl', sample_size = -1)"
            )
