{{ config(enabled=is_connected('gorgias')) }}

-- By what a customer of the helpdesk can be known in the shop.
with

customers as (
    {{ rows_of_loaders('gorgias', 'customers') }}
),

shop_customers as (
    {{ rows_of_loaders('gorgias', 'shop_customers') }}
),

linked as (
    select
        connection_number,
        customer_id,
        min(shop_customer_id) as shop_customer_id
    from shop_customers
    group by connection_number, customer_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by connection_number, customer_id
            order by loaded_at desc nulls last, email, phone
        ) as version_rank
    from customers
),

final as (
    select
        ranked.connection_number,
        ranked.customer_id,
        ranked.email,
        ranked.phone,
        linked.shop_customer_id
    from ranked
    left join linked
        on
            ranked.connection_number = linked.connection_number
            and ranked.customer_id = linked.customer_id
    where ranked.version_rank = 1
)

select * from final
