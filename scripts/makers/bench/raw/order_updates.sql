-- Two of three shipped orders are told so, and some delays.
with steps (step, update_type) as (
    values (0, 'shipped'), (1, 'delayed')
),

told as (
    select
        number as order_number,
        step,
        update_type,
        known(later(
            moment_of(
                (number + 0.5) / getvariable('orders'),
                getvariable('first_order'), number, 'ordered'
            ),
            6 + 60 * step, 66 + 60 * step, number, update_type
        )) as sent_at
    from numbers(getvariable('orders'))
    cross join steps
    where chance(number, 'told') < case step when 0 then 0.66 else 0.06 end
)

select
    'u' || (2 * order_number + step) as update_id,
    'o' || order_number as order_id,
    update_type,
    sent_at,
    landed(sent_at) as loaded_at
from told
where sent_at is not null
