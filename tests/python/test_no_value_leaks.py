"""No value of a raw row is in a message, a log or an artefact that a build leaves."""

import csv
import json
from pathlib import Path

import duckdb
import pytest
import shopify_shop
import test_connectors_gorgias as gorgias
import zendesk_shop
from conftest import BUILD, PROJECT, query, run_dbt

CANARY = "canary-7431@example.com"
PERSONAL = {"tickets": ["subject"], "customers": ["email", "full_name"]}
# Cells that are judged, and each told with its fault.
SPOILED = {
    "tickets": ["created_at", "cart_value", "status", "merged_into_ticket_id"],
    "orders": ["total_amount", "ordered_at"],
    "refunds": ["status", "amount", "order_id"],
    "surveys": ["score"],
    "agents": ["hourly_cost"],
    "fixes": ["reason_code", "due_at"],
}

ARTEFACTS = {"run_results.json", "manifest.json", "dbt.log"}


def export(folder: Path, *, is_spoiled: bool) -> None:
    """Write the sample's tables with the canary in personal columns.

    Args:
        folder: where to.
        is_spoiled: whether every third row holds it in one of the judged columns, too.
    """
    for source in sorted((PROJECT / "seeds" / "raw").glob("*.csv")):
        with source.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for number, row in enumerate(rows):
            for column in PERSONAL.get(source.stem, []):
                row[column] = f"{CANARY} {number}"
            if is_spoiled and number % 3 == 0:
                columns = SPOILED.get(source.stem, [])
                for column in columns[number // 3 % len(columns) :][:1] if columns else []:
                    row[column] = CANARY
        with (folder / source.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)


def held(warehouse: Path, where: str, secrets: list[str]) -> dict[tuple[str, str], list[int]]:
    """In how many rows each table and view of a warehouse holds secrets.

    Args:
        warehouse: path of the DuckDB file.
        where: a condition on table_schema.
        secrets: texts that are looked for in whole rows.

    Returns:
        By schema and name, the number of rows with each of the secrets.
    """
    counts = ", ".join(
        f"count(*) filter (where contains(cast(held as varchar), '{secret}'))" for secret in secrets
    )
    names = f"select table_schema, table_name from information_schema.tables where {where}"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {
            (schema, table): list(
                connection.execute(f'select {counts} from "{schema}"."{table}" as held').fetchone()
            )
            for schema, table in connection.execute(names).fetchall()
        }


@pytest.mark.parametrize("is_spoiled", [False, True], ids=["passing", "failing"])
def test_a_build_leaves_no_value_of_a_row_outside_the_warehouse(
    tmp_path: Path, is_spoiled: bool
) -> None:
    export(tmp_path, is_spoiled=is_spoiled)
    warehouse = tmp_path / "warehouse.duckdb"
    built = run_dbt(
        *BUILD,
        warehouse=warehouse,
        variables=f'{{raw_location: "{tmp_path}/{{name}}.csv"}}',
        log=True,
        artifacts=True,
    )
    assert (built.returncode != 0) == is_spoiled, built.stdout
    [(rejected,)] = query(warehouse, "select count(*) from marts.dq_rejected_rows")
    assert (rejected > 500) == is_spoiled
    assert CANARY not in built.stdout + built.stderr
    left = [*(tmp_path / "target").rglob("*"), *(tmp_path / "logs").rglob("*")]
    assert {path.name for path in left} >= ARTEFACTS
    for path in left:
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path
    found = held(warehouse, "table_schema not in ('staging', 'intermediate')", [CANARY])
    assert [relation for relation, (rows,) in found.items() if rows] == []


PHONE = "4915550007431"
WORDS = "canary 9182 wrote"


def marked(rows: list[dict], **cells: object) -> list[dict]:
    """Rows with the canary in cells, also of what is nested in them."""
    return [{**row, **cells} for row in rows]


def vendors_tables() -> dict[str, dict[str, list[dict]]]:
    """The tables of a Zendesk, a Gorgias and a Shopify with the canary in all that is personal."""
    person = {"email": CANARY, "name": CANARY, "firstname": CANARY, "phone": f"+{PHONE}"}
    words = {name: WORDS for name in ("subject", "raw_subject", "description", "excerpt")}
    bodies = {name: f"<p>{WORDS}</p>" for name in ("body", "html_body", "plain_body", "body_text")}
    zendesk = zendesk_shop.airbyte([zendesk_shop.ticket(1), zendesk_shop.ticket(2)])
    zendesk["tickets"] = marked(zendesk["tickets"], **words)
    zendesk["ticket_comments"] = marked(zendesk["ticket_comments"], **bodies)
    zendesk["users"] = marked(zendesk["users"], **person)
    for audit in zendesk["ticket_audits"]:
        audit["events"] = marked(audit["events"], **bodies)
    desk = {**gorgias.REQUIRED, **gorgias.OPTIONAL}
    customer = {"id": gorgias.CARL, **person}
    desk["tickets"] = marked(desk["tickets"], customer=customer, **words)
    desk["messages"] = marked(desk["messages"], **bodies)
    desk["customers"] = marked(
        desk["customers"],
        channels=[{"type": "phone", "address": f"+{PHONE}"}, {"type": "email", "address": CANARY}],
        **person,
    )
    desk["users"] = marked(desk["users"], **person)
    address = {"country_code": "DE", "name": CANARY, "phone": PHONE, "address1": CANARY}
    named = {"first_name": CANARY, "last_name": CANARY, "email": CANARY, "phone": PHONE}
    shop = shopify_shop.airbyte()
    shop["customers"] = marked(shop["customers"], default_address=address, **named)
    shop["orders"] = marked(
        shop["orders"],
        **{"email": CANARY, "contact_email": CANARY, "phone": PHONE, "note": CANARY},
        **{"shipping_address": address, "billing_address": address},
    )
    return {"zendesk": zendesk, "gorgias": desk, "shopify": shop}


def test_nothing_personal_of_a_connection_leaves_staging(tmp_path: Path) -> None:
    """Neither addresses nor phones, names, subjects and bodies, in no table, log or artefact."""
    connections = []
    for system, tables in vendors_tables().items():
        folder = tmp_path / system
        folder.mkdir()
        shopify_shop.write_json_lines(tables, folder)
        location = str(folder / "{table}.jsonl")
        connections.append(
            {"name": system, "system": system, "loader": "airbyte", "location": location}
        )
    warehouse = tmp_path / "warehouse.duckdb"
    built = run_dbt(
        *("build", "--exclude-resource-type", "test", "unit_test"),
        warehouse=warehouse,
        variables=json.dumps({"connections": connections}),
        log=True,
        artifacts=True,
    )
    assert built.returncode == 0, built.stdout
    assert query(
        warehouse,
        "select count(distinct system) from (select 'desk' as system from"
        f" staging.connected__tickets where subject = '{WORDS}' union all select 'shop' from"
        f" staging.connected__customers where email = '{CANARY}')",
    ) == [(2,)]
    found = held(warehouse, "table_schema <> 'staging'", [CANARY, PHONE, WORDS])
    assert len(found) > 100
    for (schema, table), (addresses, phones, words) in found.items():
        assert (addresses, phones) == (0, 0), (schema, table)
        # subjects suggest reasons, and end there
        assert words == 0 or schema == "intermediate", (schema, table)
    left = [*(tmp_path / "target").rglob("*"), *(tmp_path / "logs").rglob("*")]
    assert {path.name for path in left} >= ARTEFACTS
    for path in left:
        for secret in (CANARY, PHONE, WORDS):
            assert not path.is_file() or secret.encode() not in path.read_bytes(), path
