{{ config(enabled=is_connected('shopify', 'airbyte')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'airbyte', 'products') }}
),

final as (
    select
        connection,
        id as product_id,
        product_type,
        _airbyte_extracted_at as loaded_at
    from delivered
)

select * from final
