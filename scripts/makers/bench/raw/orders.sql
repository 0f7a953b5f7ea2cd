with placed as (
    select
        number as order_number,
        buyer(number) as customer_number,
        moment_of(
            (number + 0.5) / getvariable('orders'),
            getvariable('first_order'), number, 'ordered'
        ) as ordered_at,
        chance(number, 'cancelled') < 0.02 as is_cancelled
    from numbers(getvariable('orders'))
),

shipped as (
    select
        *,
        case when not is_cancelled then known(
            later(ordered_at, 6, 60, order_number, 'shipped')
        ) end as shipped_at
    from placed
),

delivered as (
    select
        *,
        -- one in ten is late
        known(later(
            shipped_at, 24,
            case when chance(order_number, 'late') < 0.1 then 400 else 84 end,
            order_number, 'delivered'
        )) as delivered_at,
        case when is_cancelled then known(
            later(ordered_at, 1, 20, order_number, 'cancelled_at')
        ) end as cancelled_at,
        versions(order_number) as version
    from shipped
)

select
    'o' || order_number as order_id,
    'c' || customer_number as customer_id,
    region(coalesce(customer_number, order_number)) as region,
    ordered_at,
    date_trunc('day', ordered_at) + interval 6 day + interval 20 hour as promised_at,
    shipped_at,
    delivered_at,
    cancelled_at,
    case when is_broken(order_number) then -1 else 1 end * amount(order_number)
        as total_amount,
    chance(order_number, 'test') < 0.002 as is_test,
    landed(
        coalesce(delivered_at, cancelled_at, shipped_at, ordered_at)
        + to_hours(6 * version)
    ) as loaded_at
from delivered
