-- A row is an order whose amount in fct_orders, summed over its rows there, is not the
-- amount in staging, among orders placed by as_of. Test and cancelled orders are
-- included.
-- Remedy: a join in fct_orders multiplies or drops orders, or the cut at as_of is off.

with

placed as (
    select
        orders.order_id,
        sum(orders.total_amount) as staged_amount
    from {{ ref('stg_shop__orders') }} as orders
    inner join {{ ref('int_as_of') }} as clock
        on orders.ordered_at <= clock.as_of
    group by orders.order_id
),

facts as (
    select
        order_id,
        sum(total_amount) as fact_amount
    from {{ ref('fct_orders') }}
    group by order_id
),

compared as (
    select
        coalesce(placed.order_id, facts.order_id) as order_id,
        placed.staged_amount,
        facts.fact_amount,
        'amount in fct_orders is not the amount in staging' as problem
    from placed
    full outer join facts
        on placed.order_id = facts.order_id
    where placed.staged_amount is distinct from facts.fact_amount
)

select *
from compared
