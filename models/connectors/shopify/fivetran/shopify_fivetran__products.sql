{{ config(enabled=is_connected('shopify', 'fivetran')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'product') }}
),

final as (
    select
        connection,
        id as product_id,
        product_type,
        _fivetran_synced as loaded_at
    from delivered
)

select * from final
