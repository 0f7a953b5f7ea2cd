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
        case when cancelled_at is null then total_amount end as kept_amount,
        row_number() over (
            partition by customer_id
            order by ordered_at, order_id
        ) as order_number
    from {{ ref('int_orders_as_of') }}
    where not is_test and customer_id in (select tickets.customer_id from tickets)
),

time_line as (
    select
        customer_id,
        ordered_at as happened_at,
        order_number,
        kept_amount,
        {{ dbt.cast('null', dbt.type_string()) }} as ticket_id
    from orders
    union all
    select
        customer_id,
        created_at as happened_at,
        cast(null as bigint) as order_number,
        cast(null as decimal(18, 6)) as kept_amount,
        ticket_id
    from tickets
),

-- frames are ranges: orders at the very time of a ticket are peers, which count as
-- placed by then but not as placed before
running as (
    select
        ticket_id,
        customer_id,
        max(order_number) over so_far as latest_order_number,
        count(kept_amount) over before as orders_before,
        sum(kept_amount) over before as amount_before,
        sum(kept_amount) over year_before as amount_year_before
    from time_line
    window
        so_far as (
            partition by customer_id
            order by happened_at
            range between unbounded preceding and current row
        ),
        before as (
            partition by customer_id
            order by happened_at
            range between unbounded preceding and interval '1' microsecond preceding
        ),
        year_before as (
            partition by customer_id
            order by happened_at
            range between
            interval '365' day preceding and interval '1' microsecond preceding
        )
),

final as (
    select
        running.ticket_id,
        orders.order_id as latest_order_id,
        orders.ordered_at as latest_ordered_at,
        running.orders_before,
        running.amount_before,
        running.amount_year_before
    from running
    left join orders
        on
            running.customer_id = orders.customer_id
            and running.latest_order_number = orders.order_number
    where running.ticket_id is not null
)

select * from final
