{{ config(materialized='table') }}

-- Orders and tickets of a customer on one time line: what a ticket needs to know of the
-- orders before it comes from running sums, without joining every ticket to every
-- order, and without frames of time, which slow down where much happens at once. Guests
-- are left out first: one null customer would hold half the rows.
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
        row_number() over (partition by customer_id order by ordered_at, order_id)
            as order_number
    from {{ ref('int_orders_as_of') }}
    where not is_test and customer_id in (select tickets.customer_id from tickets)
),

-- an order that was kept is recent until customer_exposure_days later
time_line as (
    select
        customer_id,
        ordered_at as happened_at,
        order_id,
        kept_amount,
        kept_amount as recent_amount,
        case when kept_amount is not null then 1 else 0 end as recent_step,
        {{ dbt.cast('null', dbt.type_string()) }} as ticket_id,
        false as is_ticket
    from orders
    union all
    select
        customer_id,
        {{ add_time('ordered_at', days=var('customer_exposure_days')) }} as happened_at,
        {{ dbt.cast('null', dbt.type_string()) }} as order_id,
        cast(null as decimal(18, 6)) as kept_amount,
        -kept_amount as recent_amount,
        -1 as recent_step,
        {{ dbt.cast('null', dbt.type_string()) }} as ticket_id,
        false as is_ticket
    from orders
    where kept_amount is not null
    union all
    select
        customer_id,
        created_at as happened_at,
        {{ dbt.cast('null', dbt.type_string()) }} as order_id,
        cast(null as decimal(18, 6)) as kept_amount,
        cast(null as decimal(18, 6)) as recent_amount,
        0 as recent_step,
        ticket_id,
        true as is_ticket
    from tickets
),

-- an order at the very time of a ticket counts as placed by then, not as placed before
running as (
    select
        customer_id,
        ticket_id,
        count(order_id) over by_then as orders_by_then,
        count(kept_amount) over before as orders_before,
        sum(kept_amount) over before as amount_before,
        sum(recent_step) over before as recent_orders_before,
        sum(recent_amount) over before as recent_amount_before
    from time_line
    window
        by_then as (
            partition by customer_id
            order by happened_at, is_ticket
            rows between unbounded preceding and current row
        ),
        before as (
            partition by customer_id
            order by happened_at, is_ticket desc
            rows between unbounded preceding and current row
        )
),

final as (
    select
        running.ticket_id,
        orders.order_id as latest_order_id,
        orders.ordered_at as latest_ordered_at,
        running.orders_before,
        running.amount_before,
        case when running.recent_orders_before > 0 then running.recent_amount_before end
            as recent_amount_before
    from running
    left join orders
        on
            running.customer_id = orders.customer_id
            and running.orders_by_then = orders.order_number
    where running.ticket_id is not null
)

select * from final
