-- One order in twenty is refunded.
with asked as (
    select
        number as order_number,
        later(
            moment_of(
                (number + 0.5) / getvariable('orders'),
                getvariable('first_order'), number, 'ordered'
            ),
            120, 500, number, 'refund'
        ) as requested_at
    from numbers(getvariable('orders'))
    where chance(number, 'refunded') < 0.05
),

decided as (
    select
        *,
        case when chance(order_number, 'completed') < 0.9 then known(
            later(requested_at, 24, 240, order_number, 'completed_at')
        ) end as completed_at,
        versions(order_number) as version
    from asked
    where known(requested_at) is not null
)

select
    'r' || order_number as refund_id,
    'o' || case when is_broken(order_number + 1) then -order_number else order_number end
        as order_id,
    cast(null as varchar) as ticket_id,
    pick_known('refund_reasons', order_number, 'reason') as reason,
    case when chance(order_number, 'in full') < 0.6
        then amount(order_number) else (amount(order_number) / 2)::decimal(18, 2)
    end as amount,
    case
        when completed_at is not null then 'completed'
        when chance(order_number, 'completed') < 0.97 then 'requested'
        else 'rejected'
    end as status,
    requested_at,
    completed_at,
    landed(coalesce(completed_at, requested_at) + to_hours(6 * version)) as loaded_at
from decided
