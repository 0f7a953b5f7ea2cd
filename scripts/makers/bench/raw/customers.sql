-- Customers are numbered by the day on which they are first known.
select
    'c' || number as customer_id,
    'c' || number || '@example.com' as email,
    'Customer ' || number as full_name,
    region(number) as region,
    moment_of(
        (number + 0.5) / getvariable('customers'), getvariable('first_order'), number, 'joined'
    ) as loaded_at
from numbers(getvariable('customers'))
