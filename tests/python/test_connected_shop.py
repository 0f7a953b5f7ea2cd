"""A shop of three connected systems, built whole: what holds of its marts.

What single rows of a vendor become is held by test_connectors_*.py, on staging alone.
"""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import shopify_shop
import test_connectors_gorgias as gorgias
import zendesk_shop
from conftest import query, run_dbt
from unmapped.tags import read_tags
from zendesk_shop import ANA, CARL

CANARY = "canary-7431@example.com"
PHONE = "4915550007431"
WORDS = "canary 9182 wrote"

# Tags of which one is in the map, none, or none but one that is chosen elsewhere; and as many
# recent contacts as the gates ask for.
RECENT = zendesk_shop.LOADED - timedelta(days=10)
SOLVED = [("new", 0, CARL), ("solved", 5, ANA)]
TAGS = (["damaged", "qqq"], ["aaa", "zzz", "csat_asked"], ["aaa"], ["Damaged", "aaa"])
TICKETS = [zendesk_shop.ticket(number, tags=tags) for number, tags in enumerate(TAGS, start=1)]
TICKETS += [
    zendesk_shop.ticket(number, start=RECENT, status="solved", statuses=SOLVED, assignee=ANA)
    for number in range(101, 141)
]


def marked(rows: list[dict], **cells: object) -> list[dict]:
    """Rows with the canary in cells, also of what is nested in them."""
    return [{**row, **cells} for row in rows]


def vendors_tables() -> dict[str, dict[str, list[dict]]]:
    """The tables of a Zendesk, a Gorgias and a Shopify with the canary in all that is personal."""
    person = {"email": CANARY, "name": CANARY, "firstname": CANARY, "phone": f"+{PHONE}"}
    words = {name: WORDS for name in ("subject", "raw_subject", "description", "excerpt")}
    bodies = {name: f"<p>{WORDS}</p>" for name in ("body", "html_body", "plain_body", "body_text")}
    zendesk = zendesk_shop.airbyte(TICKETS)
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


@pytest.fixture(scope="module")
def connections(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The connections, whose files are written."""
    folder = tmp_path_factory.mktemp("vendors")
    found = []
    for system, tables in vendors_tables().items():
        shopify_shop.write_json_lines(tables, folder / system)
        location = f"{folder}/{system}/{{table}}.jsonl"
        found.append({"name": system, "system": system, "loader": "airbyte", "location": location})
    return found


@pytest.fixture(scope="module")
def warehouse(connections: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What dbt builds of them, only to be read."""
    warehouse = tmp_path_factory.mktemp("connected") / "warehouse.duckdb"
    built = run_dbt(
        *("build", "--exclude-resource-type", "test", "unit_test"),
        warehouse=warehouse,
        variables=json.dumps({"connections": connections}),
        log=True,
        artifacts=True,
    )
    assert built.returncode == 0, built.stdout
    return warehouse


@pytest.fixture
def copy(warehouse: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy that may be changed."""
    yield Path(shutil.copy(warehouse, tmp_path))


def test_nothing_personal_of_a_connection_leaves_staging(warehouse: Path) -> None:
    """Neither addresses nor phones, names, subjects and bodies, in no table, log or artefact."""
    assert query(
        warehouse,
        "select count(distinct system) from (select 'desk' as system from"
        f" staging.connected__tickets where subject = '{WORDS}' union all select 'shop' from"
        f" staging.connected__customers where email = '{CANARY}')",
    ) == [(2,)]
    tables = query(
        warehouse,
        "select table_schema, table_name from information_schema.tables"
        " where table_schema <> 'staging'",
    )
    assert len(tables) > 100
    for schema, table in tables:
        # subjects suggest reasons, and end there
        secrets = [CANARY, PHONE] if schema == "intermediate" else [CANARY, PHONE, WORDS]
        for secret in secrets:
            found = f'select count(*) from "{schema}"."{table}" as held'
            assert query(warehouse, f"{found} where cast(held as varchar) like '%{secret}%'") == [
                (0,)
            ], (schema, table)
    left = [*(warehouse.parent / "target").rglob("*"), *(warehouse.parent / "logs").rglob("*")]
    assert {"manifest.json", "dbt.log"} <= {path.name for path in left}
    for path in left:
        for secret in (CANARY, PHONE, WORDS):
            assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_tags_that_no_ticket_chose_are_told_apart_from_those_that_are_reasons(
    warehouse: Path,
) -> None:
    """One that is chosen anywhere counts where it is; only such tags are to be mapped."""
    assert query(
        warehouse,
        "select reason_tag, tickets, is_chosen_tag from marts.dq_unmapped_reason_tags order by 1",
    ) == [("aaa", 2, True), ("qqq", 1, False), ("zzz", 1, False)]
    assert [tag.reason_tag for tag in read_tags(warehouse)] == ["aaa"]


def test_handle_times_are_judged_only_where_a_connection_can_know_them(
    copy: Path, connections: list[dict[str, Any]]
) -> None:
    gate = (
        "select rows_looked_at, band from marts.dq_gates where gate = 'imputed_handle_time_share'"
    )
    [(_, band)] = query(copy, gate)
    assert band == "not_judged"
    knowing = [{**connections[0], "time_field": "Time Spent"}, *connections[1:]]
    ran = run_dbt(
        *("run", "--select", "path:models/intermediate/gates", "dq_gates"),
        warehouse=copy,
        variables=json.dumps({"connections": knowing}),
    )
    assert ran.returncode == 0, ran.stdout
    assert query(copy, gate) == [(40, "intervention")]


def lose(warehouse: Path, step: str, kept: str) -> None:
    """Put a view in the place of a model that has only some of its rows.

    Args:
        warehouse: where it is.
        step: the model.
        kept: SQL of the rows that stay; all of them are in staging.whole.
    """
    with duckdb.connect(str(warehouse)) as connection:
        [(kind,)] = connection.execute(
            "select if(table_type = 'VIEW', 'view', 'table') from information_schema.tables"
            f" where table_schema = 'staging' and table_name = '{step}'"
        ).fetchall()
        connection.execute(f"alter {kind} staging.{step} rename to whole")
        connection.execute(f"create view staging.{step} as from staging.whole where {kept}")


@pytest.mark.parametrize(
    "step",
    [
        *("zendesk_airbyte__comments", "zendesk__comments", "zendesk__ticket_events"),
        *("gorgias__messages", "connected__ticket_events"),
    ],
)
def test_rows_that_a_step_loses_are_told(
    copy: Path, connections: list[dict[str, Any]], step: str
) -> None:
    lose(copy, step, "ticket_id not in ('101', '1')")
    variables = json.dumps({"connections": connections})
    test = "every_row_of_a_connection_is_used_or_told"
    ran = run_dbt(
        *("run", "--select", "base_helpdesk__ticket_events", "dq_connector_rows"),
        *sorted({"zendesk__ticket_events", "gorgias__ticket_events"} - {step}),
        warehouse=copy,
        variables=variables,
    )
    assert ran.returncode == 0, ran.stdout
    tested = run_dbt("test", "--select", test, warehouse=copy, variables=variables)
    assert re.search(rf"FAIL [1-9]\d* {test}", tested.stdout), tested.stdout


@pytest.mark.parametrize(
    ("step", "key"),
    [
        ("shopify_airbyte__refunds", "refund_id"),
        ("shopify__refunds", "vendor_refund_id"),
        ("shopify_airbyte__order_lines", "line_id"),
    ],
)
def test_what_a_step_loses_of_what_is_inside_a_row_is_told(
    copy: Path, connections: list[dict[str, Any]], step: str, key: str
) -> None:
    """The row itself is there."""
    lose(copy, step, f"{key} <> (select min({key}) from staging.whole)")
    variables = json.dumps({"connections": connections})
    ran = run_dbt(
        *("run", "--select", f"{step}+,path:models/connectors/shopify", "--exclude", step),
        warehouse=copy,
        variables=variables,
    )
    assert ran.returncode == 0, ran.stdout
    test = "everything_inside_an_order_is_read"
    tested = run_dbt("test", "--select", test, warehouse=copy, variables=variables)
    assert f"FAIL 1 {test}" in tested.stdout, tested.stdout


def test_all_rows_are_used_or_told(warehouse: Path, connections: list[dict[str, Any]]) -> None:
    tested = run_dbt(
        *("test", "--select", "every_row_of_a_connection_is_used_or_told"),
        "everything_inside_an_order_is_read",
        warehouse=warehouse,
        variables=json.dumps({"connections": connections}),
    )
    assert tested.returncode == 0, tested.stdout
