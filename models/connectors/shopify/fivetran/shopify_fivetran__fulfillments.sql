{{ config(enabled=is_connected('shopify', 'fivetran'), materialized='table') }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'fulfillment') }}
),

final as (
    select
        connection,
        order_id,
        '' as version_id,
        id as fulfillment_id,
        status,
        coalesce(shipment_status, display_status) as shipment_status,
        notify_customer as is_customer_notified,
        created_at,
        updated_at,
        _fivetran_deleted as is_deleted,
        _fivetran_synced as loaded_at
    from delivered
)

select * from final
