{{ config(enabled=is_connected('gorgias', 'airbyte')) }}

-- Of the versions of a ticket the last one tells its tags.
with

tickets as (
    {{ vendor_rows('gorgias', 'airbyte', 'tickets') }}
),

last_tags as (
    select
        connection_number,
        id,
        max_by(tags, _airbyte_extracted_at) as tags
    from tickets
    where tags is not null
    group by connection_number, id
),

opened as (
    select
        connection_number,
        id as ticket_id,
        {{ json_items('tags') }} as tag
    from last_tags
),

final as (
    select
        connection_number,
        ticket_id,
        {{ json_text('tag', 'name') }} as tag
    from opened
)

select * from final
