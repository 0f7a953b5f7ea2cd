{{ config(enabled=is_identified()) }}

-- What an order may be called by: its id, else its name, else its number.
with

versions as (
    select * from {{ ref('shopify__orders') }}
    where left_out_reason is null
),

accounts as (
    select * from {{ ref('identity__accounts') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by connection, order_id order by loaded_at desc nulls last
        ) as version_rank
    from versions
),

orders as (
    select
        ranked.connection as shop,
        ranked.connection_number as shop_number,
        ranked.order_id,
        coalesce(accounts.customer_id, ranked.customer_id) as customer_id,
        ranked.vendor_order_id,
        ranked.order_name,
        ranked.order_number
    from ranked
    left join accounts
        on
            ranked.connection = accounts.connection
            and ranked.vendor_customer_id = accounts.vendor_customer_id
    where ranked.version_rank = 1
),

called as (
    {%- for column in ['vendor_order_id', 'order_name', 'order_number'] %}
    select
        shop,
        shop_number,
        order_id,
        customer_id,
        {{ order_key(column) }} as order_key,
        {{ loop.index }} as key_rank
    from orders
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        shop,
        shop_number,
        order_id,
        customer_id,
        order_key,
        min(key_rank) as key_rank
    from called
    where order_key is not null
    group by shop, shop_number, order_id, customer_id, order_key
)

select * from final
