{{ config(enabled=is_connected('shopify', 'fivetran')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'fulfillment_event') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as event_id,
        order_id,
        fulfillment_id,
        status,
        happened_at,
        estimated_delivery_at,
        _fivetran_deleted as is_deleted,
        _fivetran_synced as loaded_at
    from delivered
)

select * from final
