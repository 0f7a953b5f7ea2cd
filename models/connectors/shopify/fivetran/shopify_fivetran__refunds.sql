{{ config(enabled=is_connected('shopify', 'fivetran'), materialized='table') }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'refund') }}
),

transactions as (
    {{ vendor_rows('shopify', 'fivetran', 'transaction') }}
),

-- every paid order has some: an order without any was loaded without them
orders_with_transactions as (
    select distinct
        connection,
        order_id
    from transactions
),

final as (
    select
        delivered.connection,
        delivered.connection_number,
        delivered.id_prefix,
        delivered.vendor_table,
        delivered.order_id,
        '' as version_id,
        delivered.id as refund_id,
        delivered.return_id,
        delivered.created_at,
        delivered.note,
        delivered.total_refunded_set_shop_amount as total_refunded,
        orders_with_transactions.order_id is not null as has_transactions_loaded,
        delivered._fivetran_deleted as is_deleted,
        delivered._fivetran_synced as loaded_at,
        false as is_known_otherwise
    from delivered
    left join orders_with_transactions
        on
            delivered.connection = orders_with_transactions.connection
            and delivered.order_id = orders_with_transactions.order_id
)

select * from final
