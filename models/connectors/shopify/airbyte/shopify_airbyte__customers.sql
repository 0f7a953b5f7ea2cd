{{ config(enabled=is_connected('shopify', 'airbyte')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'airbyte', 'customers') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as customer_id,
        email,
        phone,
        first_name,
        last_name,
        {{ json_id('default_address', 'country_code') }} as country,
        created_at,
        deleted_at is not null as is_deleted,
        _airbyte_extracted_at as loaded_at
    from delivered
)

select * from final
