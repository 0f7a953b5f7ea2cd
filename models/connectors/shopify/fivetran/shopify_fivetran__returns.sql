{{ config(enabled=is_connected('shopify', 'fivetran')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'return') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        order_id,
        id as return_id,
        status,
        created_at,
        _fivetran_deleted as is_deleted,
        _fivetran_synced as loaded_at
    from delivered
)

select * from final
