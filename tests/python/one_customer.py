"""Raw tables in which everything is one thing: one customer, order, product and moment.

Shared accounts, guests under one id and imports at midnight make such data. Whatever sets
the rows of one customer, order, ticket, fix or moment against each other squares them.
"""

from pathlib import Path

import duckdb

# A Monday; half of all rows happen in its first moment, the others second by second.
MOMENT = "timestamp '2026-07-06 08:00:00'"
WHEN = f"{MOMENT} + to_seconds(case when i % 2 = 0 then 0 else i % 86400 end)"
LOADED = "timestamp '2026-12-01 00:00:00' as loaded_at"

TABLES = {
    # a third names the one order, a third none, a third its own; and a chain of merges
    "tickets": f"""
        select
            'T' || i as ticket_id, 'C' as customer_id,
            case i % 3 when 0 then 'O0' when 1 then 'O' || i end as order_id,
            'P' as product_id, 'chat' as channel, 'DE' as region,
            'where is my order' as subject,
            ['payment declined', 'addr chg', 'returns', 'warranty claim'][i % 4 + 1]
                as reason_tag,
            'high' as priority, 'solved' as status, 'customer' as initiated_by,
            {WHEN} as created_at, {WHEN} + to_hours(1) as updated_at,
            'A' as assignee_id, cast(null as double) as cart_value, 5.0 as handle_minutes,
            cast(null as varchar) as merged_into_ticket_id, false as is_deleted,
            false as is_spam, {LOADED}
        from numbers
        union all
        select
            'M' || i, 'C', null, 'P', 'chat', 'DE', null, null, 'low', 'closed', 'customer',
            {WHEN}, {WHEN}, 'A', null, 5.0, case i when 0 then 'T0' else 'M' || (i - 1) end,
            false, false, {LOADED}
        from numbers
    """,
    # one ticket is solved and opened in one moment over and over, and answered as often
    "ticket_events": f"""
        select
            'S' || i as event_id, 'T0' as ticket_id, 'status' as event_type,
            'agent' as actor_type, 'A' as actor_id, cast(null as boolean) as is_public,
            case i % 2 when 0 then 'solved' else 'open' end as status,
            {MOMENT} + to_days(1) as occurred_at, {LOADED}
        from numbers
        union all
        select
            'R' || i, 'T0', 'message', 'agent', 'A', true, null, {MOMENT} + to_days(1),
            {LOADED}
        from numbers
        union all
        select
            'E' || i, 'T' || i, 'status', 'agent', 'A', null, 'solved',
            {WHEN} + to_hours(1), {LOADED}
        from numbers where i > 0 and i % 5 > 0
    """,
    "orders": f"""
        select
            'O' || i as order_id, 'C' as customer_id, 'DE' as region, {WHEN} as ordered_at,
            {MOMENT} + to_days(7) as promised_at, {WHEN} + to_days(1) as shipped_at,
            {WHEN} + to_days(3) as delivered_at, cast(null as timestamp) as cancelled_at,
            10.0 as total_amount, false as is_test, {LOADED}
        from numbers
    """,
    "order_lines": f"""
        select
            'O0' as order_id, i as line_number, 'P' as product_id, 'shoes' as product_category,
            1 as quantity, 10.0 as line_amount, {LOADED}
        from numbers
    """,
    "refunds": f"""
        select
            'F' || i as refund_id, 'O0' as order_id, 'T' || i as ticket_id,
            'damaged' as reason, 0.0001 as amount, 'completed' as status,
            {WHEN} as requested_at, {WHEN} + to_days(1) as completed_at, {LOADED}
        from numbers
    """,
    # delivered over and over
    "customers": """
        select
            'C' as customer_id, 'c@example.com' as email, 'C' as full_name, 'DE' as region,
            timestamp '2026-12-01 00:00:00' - to_seconds(i) as loaded_at
        from numbers
    """,
    "surveys": f"""
        select
            'N' || i as survey_id, 'nps' as survey_type, 'C' as customer_id,
            cast(null as varchar) as ticket_id, 9 as score, {WHEN} as sent_at,
            {WHEN} + to_days(1) as responded_at, {LOADED}
        from numbers
        union all
        select
            'A' || i, 'csat', 'C', 'T1', 5, {MOMENT} + to_days(1), {MOMENT} + to_days(1),
            {LOADED}
        from numbers
    """,
    "order_updates": f"""
        select
            'U' || i as update_id, 'O0' as order_id, 'shipped' as update_type,
            {MOMENT} + to_days(1) as sent_at, {LOADED}
        from numbers
    """,
    "fixes": f"""
        select
            'X' || i as fix_id, 'payment_declined' as reason_code, 'retry' as title,
            {MOMENT} as proposed_at, cast(null as timestamp) as due_at,
            'accepted' as decision, {MOMENT} as decided_at, {MOMENT} as shipped_at, {LOADED}
        from numbers
    """,
    "agents": f"""
        select 'A' as agent_id, 'T' as team, 30.0 as hourly_cost, false as is_bot, {LOADED}
    """,
}


def write_one_customer(directory: Path, rows: int) -> None:
    """Write the raw tables as Parquet files.

    Args:
        directory: where to; it must be there.
        rows: contacts, orders, refunds and of everything else as many.
    """
    with duckdb.connect() as connection:
        connection.execute(f"create table numbers as select range as i from range({rows})")
        for table, select in TABLES.items():
            connection.execute(f"copy ({select}) to '{directory / table}.parquet'")
