{{ config(enabled=is_connected('shopify', 'dlt'), materialized='table') }}

-- dlt creates a child table with its first row: without one for transactions none was
-- loaded.
{% set with_transactions = connections_with_table(
    'shopify', 'dlt', 'orders__refunds__transactions'
) %}
with

delivered as (
    {{ vendor_rows('shopify', 'dlt', 'orders__refunds') }}
),

orders as (
    select * from {{ ref('shopify_dlt__orders') }}
),

final as (
    select
        delivered.connection,
        delivered.connection_number,
        delivered.id_prefix,
        delivered.vendor_table,
        orders.order_id,
        delivered._dlt_id as version_id,
        delivered.id as refund_id,
        delivered.return__id as return_id,
        delivered.created_at,
        delivered.note,
        cast(null as decimal(18, 6)) as total_refunded,
        delivered.connection_number in ({{ with_transactions }})
            as has_transactions_loaded,
        false as is_deleted,
        orders.loaded_at,
        false as is_known_otherwise
    from delivered
    left join orders
        on
            delivered.connection = orders.connection
            and delivered._dlt_parent_id = orders.version_id
)

select * from final
