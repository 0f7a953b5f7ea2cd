{{ config(enabled=is_connected('zendesk', 'airbyte')) }}

with

groups as (
    {{ vendor_rows('zendesk', 'airbyte', 'groups') }}
),

final as (
    select
        connection_number,
        id as group_id,
        name as group_name,
        _airbyte_extracted_at as loaded_at
    from groups
)

select * from final
