{{ config(enabled=is_connected('shopify', 'airbyte')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'airbyte', 'orders') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        id as order_id,
        {{ airbyte_version() }} as version_id,
        deleted_at is not null as is_deleted,
        line_items,
        fulfillments,
        refunds,
        _airbyte_extracted_at as loaded_at
    from delivered
)

select * from final
