"""Loads the shop of shopify_shop.py with dlt, as its source for Shopify does: run with a
Python that has dlt.

    python load_with_dlt.py <warehouse.duckdb> <schema>

Orders come in two loads: the second has what happened since to order 7 and a column that the
first had no value for.
"""

import copy
import sys
from collections.abc import Iterator

import dlt
from shopify_shop import CUSTOMERS, ORDERS, PRODUCTS, Row, paid_back, refund


def before(orders: list[Row]) -> list[Row]:
    """The orders as they were at the first load."""
    earlier = [order for order in copy.deepcopy(orders) if order["id"] != 11]
    for order in earlier:
        if order["id"] == 7:
            order["refunds"] = [refund(71, paid_back(711, 5, "pending"))]
    return [{**order, "updated_at": "2026-03-15T00:00:00Z"} for order in earlier]


@dlt.source(name="shopify")
def shopify(orders: list[Row]) -> Iterator[object]:
    """The resources of dlt's source for Shopify."""
    for name, rows in (("orders", orders), ("customers", CUSTOMERS), ("products", PRODUCTS)):
        yield dlt.resource(rows, name=name, primary_key="id", write_disposition="merge")


def main(warehouse: str, schema: str) -> None:
    """Load twice into a schema of a DuckDB file.

    Args:
        warehouse: path of the file.
        schema: name of the schema.
    """
    pipeline = dlt.pipeline(
        "shopify_test", destination=dlt.destinations.duckdb(warehouse), dataset_name=schema
    )
    for orders in (before(ORDERS), ORDERS):
        pipeline.run(shopify(orders))


if __name__ == "__main__":
    main(*sys.argv[1:])
