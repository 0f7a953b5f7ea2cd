{{ config(enabled=is_connected('shopify', 'dlt'), materialized='table') }}

with

delivered as (
    {{ vendor_rows('shopify', 'dlt', 'orders__fulfillments') }}
),

orders as (
    select * from {{ ref('shopify_dlt__orders') }}
),

final as (
    select
        delivered.connection,
        orders.order_id,
        delivered._dlt_parent_id as version_id,
        delivered.id as fulfillment_id,
        delivered.status,
        delivered.shipment_status,
        cast(null as boolean) as is_customer_notified,
        delivered.created_at,
        delivered.updated_at,
        false as is_deleted,
        orders.loaded_at
    from delivered
    left join orders
        on
            delivered.connection = orders.connection
            and delivered._dlt_parent_id = orders.version_id
)

select * from final
