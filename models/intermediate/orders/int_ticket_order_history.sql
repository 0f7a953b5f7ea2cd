{{ config(materialized='table') }}

-- Orders and tickets of a customer on one time line: what a ticket needs to know of the
-- orders before it comes from running windows, without joining every ticket to every
-- order. Guests are left out first: one null customer would hold half the rows.
with

tickets as (
    select
        ticket_id,
        customer_id,
        created_at
    from {{ ref('int_counted_tickets') }}
    where customer_id is not null
),

-- most customers never write: what they order is nobody's history here
orders as (
    select
        order_id,
        customer_id,
        ordered_at,
        case when cancelled_at is null then total_amount end as kept_amount
    from {{ ref('int_orders_as_of') }}
    where not is_test and customer_id in (select tickets.customer_id from tickets)
),

time_line as (
    select
        customer_id,
        ordered_at as happened_at,
        ordered_at,
        order_id,
        kept_amount,
        {{ dbt.cast('null', dbt.type_string()) }} as ticket_id,
        false as is_ticket
    from orders
    union all
    select
        customer_id,
        created_at as happened_at,
        cast(null as timestamp) as ordered_at,
        {{ dbt.cast('null', dbt.type_string()) }} as order_id,
        cast(null as decimal(18, 6)) as kept_amount,
        ticket_id,
        true as is_ticket
    from tickets
),

-- an order at the very time of a ticket counts as placed by then, not as placed before
running as (
    select
        ticket_id,
        last_value(order_id ignore nulls) over by_then as latest_order_id,
        last_value(ordered_at ignore nulls) over by_then as latest_ordered_at,
        count(kept_amount) over before as orders_before,
        sum(kept_amount) over before as amount_before,
        sum(kept_amount) over recently as recent_amount_before
    from time_line
    window
        by_then as (
            partition by customer_id
            order by happened_at, is_ticket, order_id
            rows between unbounded preceding and current row
        ),
        before as (
            partition by customer_id
            order by happened_at
            range between unbounded preceding and interval '1' microsecond preceding
        ),
        recently as (
            partition by customer_id
            order by happened_at
            range between
            interval '{{ var("customer_exposure_days") }}' day preceding
            and interval '1' microsecond preceding
        )
),

final as (
    select * from running
    where ticket_id is not null
)

select * from final
