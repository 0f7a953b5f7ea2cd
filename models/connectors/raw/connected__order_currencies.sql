{{ config(enabled=is_connected('shopify')) }}

-- In which currency the amounts of an order are. The raw contract has no column for it:
-- all of its money is in one currency, which a gate holds the shops to.
with

orders as (
    select * from {{ ref('shopify__orders') }}
    where left_out_reason is null
),

ranked as (
    select
        connection,
        order_id,
        upper({{ strip('currency') }}) as currency,
        ordered_at,
        is_test,
        row_number() over (
            partition by order_id order by loaded_at desc nulls last
        ) as version_rank
    from orders
),

final as (
    select
        connection,
        order_id,
        currency,
        ordered_at,
        is_test
    from ranked
    where version_rank = 1
)

select * from final
