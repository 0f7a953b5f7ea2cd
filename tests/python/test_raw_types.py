"""Values as files and drivers bend them: types, zones, NaN, bytes, names."""

from pathlib import Path

import duckdb
import pytest
from conftest import query, run_dbt

TICKET = {
    "ticket_id": "'t'",
    "customer_id": "'c'",
    "channel": "'email'",
    "priority": "'normal'",
    "status": "'open'",
    "initiated_by": "'customer'",
    "created_at": "timestamp '2026-01-02 10:00:00'",
    "updated_at": "timestamp '2026-01-02 10:00:00'",
    "loaded_at": "timestamp '2026-01-03 10:00:00'",
}
OTHERS = {
    "ticket_events": """
        select 'e1' as event_id, '4471' as ticket_id, 'message' as event_type,
            'agent' as actor_type, true as is_public, null::varchar as status,
            timestamp '2026-01-02 11:00:00' as occurred_at, timestamp '2026-01-03' as loaded_at
    """,
    "orders": """
        select '#1' as order_id, 'c' as customer_id, timestamp '2026-01-01' as ordered_at,
            1e12::double as total_amount, timestamp '2026-01-03' as loaded_at
    """,
    "refunds": """
        select 'r1' as refund_id, '#1' as order_id, 1.0 as amount, 'requested' as status,
            timestamp '2026-01-01' as requested_at, timestamp '2026-01-03' as loaded_at
    """,
}


def write(folder: Path, tickets: list[dict[str, str]], others: dict[str, str]) -> None:
    """Write a Parquet file for each ticket and each other table.

    Args:
        folder: one folder a table is made in it.
        tickets: SQL by column, on top of TICKET.
        others: SQL by table.
    """
    files = {f"tickets/{number}": TICKET | ticket for number, ticket in enumerate(tickets)}
    selects = {
        name: "select " + ", ".join(f'{sql} as "{column}"' for column, sql in ticket.items())
        for name, ticket in files.items()
    }
    selects |= {f"{table}/0": select for table, select in others.items()}
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'Asia/Tokyo'")
        for name, select in selects.items():
            file = folder / f"{name}.parquet"
            file.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(f"copy ({select}) to '{file}'")


def run(folder: Path, *selected: str) -> tuple[str, Path]:
    """The console of a build in another time zone, and its warehouse."""
    warehouse = folder / "warehouse.duckdb"
    ran = run_dbt(
        *("build", "--exclude-resource-type", "test", "unit_test", "--select", *selected),
        warehouse=warehouse,
        variables=f'{{raw_location: "{folder}/{{name}}/*.parquet"}}',
        environment={"TZ": "America/New_York"},
    )
    return ran.stdout, warehouse


# A ticket for each way to deliver one, and what is read of it.
BENT = [
    (
        {"ticket_id": "4471.0::double", "customer_id": "'nan'::double"},
        ("4471", None, "2026-01-02 10:00:00", "2026-01-03 10:00:00"),
    ),
    (
        {"ticket_id": "9007199254740993::bigint", "customer_id": "4471::bigint"},
        ("9007199254740993", "4471", "2026-01-02 10:00:00", "2026-01-03 10:00:00"),
    ),
    (
        {"ticket_id": "9007199254740994::double", "customer_id": "4471::decimal(18, 2)"},
        ("9007199254740994", "4471", "2026-01-02 10:00:00", "2026-01-03 10:00:00"),
    ),
    (
        {"ticket_id": "'zoned'", "created_at": "timestamptz '2026-01-02 10:00:00+02:00'"},
        ("zoned", "c", "2026-01-02 08:00:00", "2026-01-03 10:00:00"),
    ),
    (
        {
            "ticket_id": "'bytes'::blob",
            "customer_id": "encode('Zürich')",
            "created_at": "encode('2026-01-02 10:00:00 +02:00')",
            "channel": "encode('E-Mail ')",
        },
        ("bytes", "Zürich", "2026-01-02 08:00:00", "2026-01-03 10:00:00"),
    ),
    (
        {
            "ticket_id": "'days'",
            "created_at": "date '2026-01-02'",
            "loaded_at": "date '2026-01-03'",
        },
        ("days", "c", "2026-01-02 00:00:00", "2026-01-03 23:59:59.999999"),
    ),
    (
        {"ticket_id": "'fine'", "created_at": "timestamp_ns '2026-01-02 10:00:00.123456789'"},
        ("fine", "c", "2026-01-02 10:00:00.123456", "2026-01-03 10:00:00"),
    ),
    (
        {
            "ticket_id": "'texts'",
            "created_at": "'2026-01-02T10:00:00 Z'",
            "loaded_at": "'2026-01-03'",
            "cart_value": "'NaN'",
            "handle_minutes": "' 3 '",
        },
        ("texts", "c", "2026-01-02 10:00:00", "2026-01-03 23:59:59.999999"),
    ),
    (
        {
            "ticket_id": "'numbers'",
            "cart_value": "'nan'::double",
            "handle_minutes": "999999999999::bigint",
            "is_spam": "1.0::double",
            "reason_tag": "null::integer[]",
            "Order ID": "'4471'",
        },
        ("numbers", "c", "2026-01-02 10:00:00", "2026-01-03 10:00:00"),
    ),
    (
        {
            "ticket_id": "'\"json\"'::json",
            "customer_id": "'4471.0'::json",
            "region": "'null'::json",
            "channel": "'\"E-Mail \\u00e9\"'::json",
            "created_at": "'\"2026-01-02T10:00:00+02:00\"'::json",
        },
        ("json", "4471", "2026-01-02 08:00:00", "2026-01-03 10:00:00"),
    ),
]


def test_each_file_is_read_as_what_it_is(tmp_path: Path) -> None:
    """One glob over files that differ in types, in a session that is not in UTC."""
    write(tmp_path, [bent for bent, _ in BENT], OTHERS)
    console, warehouse = run(tmp_path, "+dq_raw_tables", "+dq_rejected_rows")
    assert "Completed successfully" in console, console
    read = query(
        warehouse,
        "select ticket_id, customer_id, cast(created_at as varchar), cast(loaded_at as varchar)"
        " from staging.base_helpdesk__tickets",
    )
    assert sorted(read) == sorted(expected for _, expected in BENT)
    assert query(
        warehouse,
        "select ticket_id, cart_value, handle_minutes, is_spam, channel, region"
        " from staging.stg_helpdesk__tickets"
        " where ticket_id in ('bytes', 'json', 'numbers', 'texts') order by ticket_id",
    ) == [
        ("bytes", None, None, False, "e-mail", None),
        ("json", None, None, False, "e-mail é", None),
        ("numbers", None, None, True, "email", None),
        ("texts", None, 3, False, "email", None),
    ]
    assert query(
        warehouse, "select raw_table, reason, detail from marts.dq_rejected_rows order by all"
    ) == [
        ("orders", "bad_number", "total_amount does not parse, or is 10^12 or more"),
        ("refunds", "orphan", "order_id names a row that was rejected: mend that one first"),
        ("tickets", "bad_optional_number", "handle_minutes is 525600 or more"),
    ]
    told = query(
        warehouse,
        "select unread_columns, column_hint, inexact_id_versions, rejected_versions"
        " from marts.dq_raw_tables where raw_table = 'tickets'",
    )
    assert told == [("order id", "order id is probably order_id: rename it", 1, 0)]
    assert (
        "raw input: tickets has no order_id, product_id, subject,"
        " assignee_id, merged_into_ticket_id, is_deleted;"
        " has columns that nobody reads: order id; order id is probably order_id: rename it"
    ) in console
    assert "raw input: orders has no region, promised_at" in console


def test_columns_that_cannot_be_read_are_told_with_type_and_remedy(tmp_path: Path) -> None:
    broken = {
        "reason_tag": "['late', 'parcel']",
        "created_at": "1767348000::bigint",
        "is_spam": "date '2026-01-02'",
    }
    write(tmp_path, [broken], OTHERS | {"refunds": "select 1 as refundid, 2 as surprise"})
    console, warehouse = run(tmp_path, "base_helpdesk__tickets")
    [line] = [line for line in console.splitlines() if "raw input:" in line]
    file = f"{tmp_path}/tickets/0.parquet"
    for told in (
        f"column tickets.reason_tag is of type varchar[] in {file}. Give one text in each row",
        f"column tickets.created_at is of type bigint in {file}. Give a timestamp",
        f"column tickets.is_spam is of type date in {file}. Give true or false",
        f"{tmp_path}/refunds/0.parquet has none of the columns of refunds",
    ):
        assert told in line
    assert not query(
        warehouse, "select 1 from information_schema.tables where table_schema = 'staging'"
    )


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("s3://key:secret@bucket/x/{name}.parquet", "s3://bucket/x/tickets.parquet"),
        ("https://host/{name}.csv?sig=secret#secret", "https://host/tickets.csv"),
        ("export?/{name}.csv", "export?/tickets.csv"),
    ],
)
def test_a_location_is_shown_without_its_secrets(tmp_path: Path, location: str, shown: str) -> None:
    asked = f"{{{{ without_secrets('{location}') | replace('{{name}}', 'tickets') }}}}"
    ran = run_dbt(
        *("--quiet", "show", "--inline", f"select '{asked}' as place", "--output", "json"),
        warehouse=tmp_path / "warehouse.duckdb",
    )
    assert f'"{shown}"' in ran.stdout.replace("\\/", "/"), ran.stdout


def test_files_are_told_by_their_own_suffix_and_brackets_are_explained(tmp_path: Path) -> None:
    folder = tmp_path / "sub.csv[1]"
    write(folder, [{}], OTHERS)
    warehouse = tmp_path / "warehouse.duckdb"
    variables = f'{{raw_location: "{folder}/{{name}}/*.parquet"}}'
    ran = run_dbt("seed", "--select", "reason_codes", warehouse=warehouse, variables=variables)
    assert "(write [[] for a bracket in a name)" in ran.stdout
    ran = run_dbt(
        *("run", "--select", "base_helpdesk__tickets"),
        warehouse=warehouse,
        variables=variables.replace("[1]", "[[]1]"),
    )
    assert "Completed successfully" in ran.stdout, ran.stdout
    assert query(warehouse, "select ticket_id from staging.base_helpdesk__tickets") == [("t",)]
