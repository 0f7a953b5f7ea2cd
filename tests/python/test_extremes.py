"""A row that passes the contract never stops a build: large numbers, far times, many of one."""

from pathlib import Path

import duckdb
from conftest import BUILD, query, run_dbt
from one_customer import write_one_customer

MONEY = "cast('999999999999.999999' as decimal(18, 6))"
FIRST, LAST = "timestamp '2000-01-01 00:00:00'", "timestamp '2199-12-31 23:59:59.999999'"
LOADED = f"{LAST} as loaded_at"

# Two customers' days at either end of time: each with two orders of the largest amount.
FAR_TABLES = {
    "tickets": f"""
        select
            side || kind as ticket_id, side as customer_id, null as order_id,
            'P' as product_id, 'chat' as channel, 'DE' as region, kind as reason_tag,
            'urgent' as priority, 'open' as status, 'customer' as initiated_by,
            moment as created_at, moment as updated_at, 'A' as assignee_id,
            case when kind = 'payment declined' then {MONEY} end as cart_value,
            cast('525599.999999' as decimal(18, 6)) as handle_minutes,
            cast(null as varchar) as merged_into_ticket_id, false as is_deleted,
            false as is_spam, {LOADED}
        from sides, (values
            ('payment declined'), ('addr chg'), ('returns'), ('warranty claim'),
            ('back in stock')
        ) as kinds (kind)
    """,
    "ticket_events": f"""
        select
            side || 'E' as event_id, side || 'returns' as ticket_id,
            'status' as event_type, 'agent' as actor_type, 'A' as actor_id,
            cast(null as boolean) as is_public, 'solved' as status, moment as occurred_at,
            {LOADED}
        from sides
    """,
    "orders": f"""
        select
            side || number as order_id, side as customer_id, 'DE' as region,
            case side when 'late' then moment - to_hours(1 + number) else moment end as ordered_at,
            {LAST} as promised_at, moment as shipped_at, moment as delivered_at,
            cast(null as timestamp) as cancelled_at, {MONEY} as total_amount,
            false as is_test, {LOADED}
        from sides, range(2) as numbers (number)
    """,
    "order_lines": f"""
        select
            'late0' as order_id, number as line_number, 'P' as product_id,
            'shoes' as product_category, {MONEY} as quantity,
            case number when 0 then {MONEY} else -{MONEY} end as line_amount, {LOADED}
        from range(2) as numbers (number)
    """,
    "refunds": f"""
        select
            side || number as refund_id, side || number as order_id,
            cast(null as varchar) as ticket_id, 'damaged' as reason, {MONEY} as amount,
            'completed' as status, moment as requested_at, moment as completed_at, {LOADED}
        from sides, range(2) as numbers (number)
    """,
    "fixes": f"""
        select
            side as fix_id, 'payment_declined' as reason_code, 'retry' as title,
            moment as proposed_at, cast(null as timestamp) as due_at, 'accepted' as decision,
            moment as decided_at, moment as shipped_at, {LOADED}
        from sides
    """,
    "surveys": f"""
        select
            side as survey_id, 'nps' as survey_type, side as customer_id,
            cast(null as varchar) as ticket_id, 10 as score, moment as sent_at,
            moment as responded_at, {LOADED}
        from sides
    """,
    "order_updates": f"""
        select
            side as update_id, side || '0' as order_id, 'shipped' as update_type,
            moment as sent_at, {LOADED}
        from sides
    """,
    "agents": f"""
        select 'A' as agent_id, 'T' as team, {MONEY} as hourly_cost, false as is_bot, {LOADED}
    """,
}


LARGEST = {
    "a cart": (
        "max(exposed_value) from marts.fct_tickets where reason_tag = 'payment declined'",
        10**12 - 1,
    ),
    "two orders of a customer": (
        "max(exposed_value) from marts.fct_tickets where reason_tag = 'warranty claim'",
        2 * (10**12 - 1),
    ),
    "the average of two orders": (
        "max(exposed_value) from marts.fct_tickets where reason_tag = 'back in stock'",
        10**12 - 1,
    ),
    "a year of handling": ("min(handling_cost) from marts.fct_tickets", 8.7599 * 10**15),
    "the handling of a week": ("max(handling_cost) from marts.kpi_cost_by_week", 4 * 10**16),
    "what is at risk": ("sum(revenue_at_risk) from marts.kpi_revenue_at_risk", 10**12),
    "refunds": ("max(refunded_amount) from marts.kpi_refunds_by_week", 2 * (10**12 - 1)),
    "days": ("count(*) from marts.dim_dates", 73_049),
}


def test_a_build_of_the_largest_numbers_at_the_ends_of_time_passes(tmp_path: Path) -> None:
    """All data tests but the gates: they ask what is usual, and this is not."""
    with duckdb.connect() as connection:
        connection.execute(
            f"create table sides as select * from (values ('early', {FIRST}), ('late', {LAST}))"
            " as sides (side, moment)"
        )
        for table, select in FAR_TABLES.items():
            connection.execute(f"copy ({select}) to '{tmp_path / table}.parquet'")
    warehouse = tmp_path / "warehouse.duckdb"
    built = run_dbt(
        *(*BUILD, "--exclude", "tag:gate"),
        warehouse=warehouse,
        variables=f'{{raw_location: "{tmp_path}/{{name}}.parquet"}}',
    )
    assert built.returncode == 0, built.stdout
    assert query(warehouse, "select count(*) from marts.dq_rejected_rows") == [(0,)]
    for what, (sql, least) in LARGEST.items():
        [(value,)] = query(warehouse, f"select {sql}")
        assert value is not None and value >= least, what


def test_a_build_of_one_customers_50000_contacts_orders_and_refunds_ends(
    tmp_path: Path,
) -> None:
    """It takes some twenty seconds; squared, it would take many minutes. Without gates."""
    write_one_customer(tmp_path, 50_000)
    warehouse = tmp_path / "warehouse.duckdb"
    built = run_dbt(
        *(*BUILD, "--exclude", "tag:gate"),
        warehouse=warehouse,
        variables=f'{{raw_location: "{tmp_path}/{{name}}.parquet"}}',
        seconds=300,
    )
    assert built.returncode == 0, built.stdout
    [counts] = query(
        warehouse,
        """
        select
            (select count(*) from marts.fct_tickets where is_refund_recurrence),
            (select count(*) from marts.fct_orders),
            (select count(*) from marts.fct_refunds)
        """,
    )
    assert counts[0] > 10_000
    assert counts[1:] == (50_000, 50_000)
