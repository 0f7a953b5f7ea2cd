-- The latest orders, and what an order before them was usually worth. Medians: a few
-- large orders are no shift.
with

windows as (
    select * from {{ ref('int_gate_order_windows') }}
),

orders as (
    select
        orders.order_id,
        orders.ordered_at,
        cast(orders.total_amount as double) as amount,
        orders.ordered_at >= windows.recent_from as is_recent,
        windows.recent_from,
        windows.is_looked_back
    from {{ ref('fct_orders') }} as orders
    cross join windows
    where not orders.is_test and orders.ordered_at >= windows.usual_from
),

usual as (
    select
        count(*) as usual_orders,
        median(amount) as usual_amount
    from orders
    where not is_recent
),

final as (
    select
        orders.order_id,
        orders.ordered_at,
        orders.amount,
        orders.recent_from,
        orders.is_looked_back,
        usual.usual_orders,
        usual.usual_amount,
        orders.amount / nullif(usual.usual_amount, 0) as times_usual
    from orders
    cross join usual
    where orders.is_recent
)

select * from final
