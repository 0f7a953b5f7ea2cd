{{ config(enabled=is_connected('shopify', 'dlt')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'dlt', 'customers') }}
),

loads as (
    {{ vendor_rows('shopify', 'dlt', '_dlt_loads') }}
),

final as (
    select
        delivered.connection,
        delivered.connection_number,
        delivered.id_prefix,
        delivered.vendor_table,
        delivered.id as customer_id,
        delivered.email,
        delivered.phone,
        delivered.first_name,
        delivered.last_name,
        delivered.default_address__country_code as country,
        delivered.created_at,
        false as is_deleted,
        loads.inserted_at as loaded_at
    from delivered
    left join loads
        on
            delivered.connection = loads.connection
            and delivered._dlt_load_id = loads.load_id
)

select * from final
