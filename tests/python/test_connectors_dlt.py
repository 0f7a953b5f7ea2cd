"""What dlt itself makes of the shop's documents is read like what the tests write for it.

dlt is no dependency of this project. `make test-dlt` installs it in an environment of its own
and runs this; else it is skipped.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
import shopify_shop as shop
from conftest import PROJECT, query, run_dbt
from test_connectors_shopify import BUILD, RAW

DLT_PYTHON = os.environ.get("DLT_PYTHON")
IDS = {
    "orders": "order_id",
    "order_lines": "order_id, line_number",
    "refunds": "refund_id",
    "customers": "customer_id",
    "order_updates": "update_id",
}

pytestmark = pytest.mark.skipif(DLT_PYTHON is None, reason="no dlt here: make test-dlt")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with the shop as dlt loads it, and as the tests write it for Airbyte."""
    folder = tmp_path_factory.mktemp("dlt")
    warehouse = folder / "warehouse.duckdb"
    script = PROJECT / "tests" / "python" / "load_with_dlt.py"
    subprocess.run(
        [str(DLT_PYTHON), str(script), str(warehouse), "landed"],
        env={**os.environ, "HOME": str(folder), "RUNTIME__DLTHUB_TELEMETRY": "false"},
        cwd=folder,
        check=True,
    )
    shop.write_json_lines(shop.airbyte(), folder / "written")
    common = {"system": "shopify", "test_tags": ["qa order"]}
    connections = [
        {**common, "name": "dlt", "loader": "dlt", "schema": "landed", "id_prefix": "x-"},
        {
            **common,
            "name": "written",
            "loader": "airbyte",
            "location": f"{folder}/written/{{table}}.jsonl",
            "id_prefix": "y-",
        },
    ]
    built = run_dbt(*BUILD, warehouse=warehouse, variables=json.dumps({"connections": connections}))
    assert built.returncode == 0, built.stdout
    return warehouse


@pytest.mark.parametrize("table", RAW)
def test_dlt_gives_the_contract_what_airbyte_gives(warehouse: Path, table: str) -> None:
    columns = [
        column
        for (column,) in query(
            warehouse,
            "select column_name from information_schema.columns"
            f" where table_schema = 'staging' and table_name = 'stg_shop__{table}'",
        )
        if column != "loaded_at"
    ]
    ids = [column for column in columns if column.endswith("_id")]
    shown = [f"substr({name}, 3) as {name}" if name in ids else name for name in columns]
    rows = {
        prefix: query(
            warehouse,
            f"select {', '.join(shown)} from staging.stg_shop__{table}"
            f" where {IDS[table].split(',')[0]} like '{prefix}%' order by {IDS[table]}",
        )
        for prefix in ("x-", "y-")
    }
    assert rows["x-"] == rows["y-"]
    assert rows["x-"] or table == "order_updates"


def test_a_second_load_of_dlt_replaces_what_it_knows_better(warehouse: Path) -> None:
    found = query(
        warehouse,
        "select refund_id, status, amount from staging.base_shop__refunds where refund_id = 'x-71'",
    )
    assert found == [("x-71", "approved", 12)]
    loads = query(warehouse, "select count(distinct loaded_at) from staging.stg_shop__orders")
    assert loads[0][0] >= 2
