-- One line an order, two in every third: the second is a third of the amount.
with lines as (
    select
        number as order_number,
        unnest(case when number % 3 = 0 then [1, 2] else [1] end) as line_number
    from numbers(getvariable('orders'))
),

priced as (
    select
        *,
        product(order_number, 'line' || line_number) as product_id,
        (amount(order_number) / 3)::decimal(18, 2) as third
    from lines
)

select
    'o' || order_number as order_id,
    line_number,
    product_id,
    pick(
        ['clothing', 'shoes', 'accessories', 'electronics', 'home', 'toys'], 6, product_id, 'category'
    ) as product_category,
    1 + (chance(order_number, 'quantity') < 0.15)::integer as quantity,
    case
        when line_number = 2 then third
        when order_number % 3 = 0 then amount(order_number) - third
        else amount(order_number)
    end as line_amount,
    landed(moment_of(
        (order_number + 0.5) / getvariable('orders'),
        getvariable('first_order'), order_number, 'ordered'
    )) as loaded_at
from priced
