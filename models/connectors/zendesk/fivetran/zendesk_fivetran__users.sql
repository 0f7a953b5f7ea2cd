{{ config(enabled=is_connected('zendesk', 'fivetran')) }}

with

users as (
    {{ vendor_rows('zendesk', 'fivetran', 'user') }}
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
        _fivetran_synced as loaded_at
    from users
)

select * from final
