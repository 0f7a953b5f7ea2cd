{{ config(enabled=is_connected('gorgias', 'airbyte')) }}

with

users as (
    {{ vendor_rows('gorgias', 'airbyte', 'users') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as user_id,
        {{ json_text('role', 'name') }} as role,
        _airbyte_extracted_at as loaded_at
    from users
)

select * from final
