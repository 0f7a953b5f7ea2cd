{{ config(enabled=is_connected('shopify', 'dlt')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'dlt', 'products') }}
),

loads as (
    {{ vendor_rows('shopify', 'dlt', '_dlt_loads') }}
),

final as (
    select
        delivered.connection,
        delivered.id as product_id,
        delivered.product_type,
        loads.inserted_at as loaded_at
    from delivered
    left join loads
        on
            delivered.connection = loads.connection
            and delivered._dlt_load_id = loads.load_id
)

select * from final
