{{ config(enabled=is_connected('zendesk', 'fivetran')) }}

with

groups as (
    {{ vendor_rows('zendesk', 'fivetran', 'group') }}
),

final as (
    select
        connection_number,
        id as group_id,
        name as group_name,
        _fivetran_synced as loaded_at
    from groups
)

select * from final
