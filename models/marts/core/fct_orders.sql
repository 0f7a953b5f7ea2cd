with

orders as (
    select * from {{ ref('int_tracked_orders') }}
),

refunds as (
    select
        order_id,
        sum(amount) filter (where is_completed) as refunded_amount
    from {{ ref('int_refunds') }}
    group by order_id
),

final as (
    select
        orders.order_id,
        orders.customer_id,
        orders.region,
        orders.ordered_at,
        {{ reporting_date('orders.ordered_at') }} as ordered_date,
        {{ reporting_date('orders.ordered_at', 'week') }} as ordered_week_start_date,
        {{ reporting_date('orders.ordered_at', 'month') }} as ordered_month_start_date,
        orders.promised_at,
        orders.shipped_at,
        {{ reporting_date('orders.shipped_at') }} as shipped_date,
        orders.delivered_at,
        orders.cancelled_at,
        orders.is_test,
        orders.cancelled_at is not null as is_cancelled,
        orders.total_amount,
        cast(coalesce(refunds.refunded_amount, 0) as decimal(38, 6)) as refunded_amount,
        orders.is_informed,
        orders.has_asked
    from orders
    left join refunds
        on orders.order_id = refunds.order_id
)

select * from final
