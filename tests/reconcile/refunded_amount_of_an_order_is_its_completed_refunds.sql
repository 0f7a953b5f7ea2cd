-- A row is an order whose refunded_amount is not the sum of its refunds that staging
-- knows as completed by as_of.
-- Remedy: look at is_completed in int_refunds and at the join in fct_orders.

with

completed as (
    select
        refunds.order_id,
        sum(refunds.amount) as completed_amount
    from {{ ref('stg_shop__refunds') }} as refunds
    inner join {{ ref('int_as_of') }} as clock
        on
            refunds.requested_at <= clock.as_of
            and refunds.completed_at <= clock.as_of
    where refunds.status = 'completed'
    group by refunds.order_id
),

compared as (
    select
        orders.order_id,
        orders.refunded_amount,
        coalesce(completed.completed_amount, 0) as completed_amount,
        'refunded_amount is not the sum of the completed refunds' as problem
    from {{ ref('fct_orders') }} as orders
    left join completed
        on orders.order_id = completed.order_id
    where orders.refunded_amount <> coalesce(completed.completed_amount, 0)
)

select *
from compared
