{{ config(enabled=is_connected('zendesk', 'airbyte')) }}

with

users as (
    {{ vendor_rows('zendesk', 'airbyte', 'users') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as user_id,
        email,
        phone,
        role,
        default_group_id,
        _airbyte_extracted_at as loaded_at
    from users
)

select * from final
