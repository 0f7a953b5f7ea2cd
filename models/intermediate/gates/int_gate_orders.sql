-- Orders of the last 7 days, and what an order of the weeks before them
-- (gate_usual_weeks) was usually worth. Medians: a few large orders are no shift.
{% set usual_days = 7 * (1 + var('gate_usual_weeks')) %}

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

orders as (
    select
        orders.order_id,
        orders.ordered_at,
        orders.total_amount,
        orders.ordered_at >= {{ add_time('clock.as_of', days=-7) }} as is_recent
    from {{ ref('fct_orders') }} as orders
    cross join clock
    where
        not orders.is_test
        and orders.ordered_at >= {{ add_time('clock.as_of', days=-usual_days) }}
),

usual as (
    select
        count(*) as usual_orders,
        cast(median(total_amount) as double) as usual_amount
    from orders
    where not is_recent
),

final as (
    select
        orders.order_id,
        orders.ordered_at,
        usual.usual_orders,
        usual.usual_amount,
        cast(orders.total_amount as double) / nullif(usual.usual_amount, 0)
            as times_usual
    from orders
    cross join usual
    where orders.is_recent
)

select * from final
