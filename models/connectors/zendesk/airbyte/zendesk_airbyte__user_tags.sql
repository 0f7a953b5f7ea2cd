{{ config(enabled=is_connected('zendesk', 'airbyte')) }}

-- Of the versions of a user the last one tells its tags.
with

users as (
    {{ vendor_rows('zendesk', 'airbyte', 'users') }}
),

last_tags as (
    select
        connection_number,
        id,
        max_by(tags, _airbyte_extracted_at) as tags
    from users
    where tags is not null
    group by connection_number, id
),

opened as (
    select
        connection_number,
        id as user_id,
        {{ json_items('tags') }} as tag
    from last_tags
),

final as (
    select
        connection_number,
        user_id,
        {{ json_text('tag', '') }} as tag
    from opened
)

select * from final
