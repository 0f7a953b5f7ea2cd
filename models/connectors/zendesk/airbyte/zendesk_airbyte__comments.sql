{{ config(enabled=is_connected('zendesk', 'airbyte')) }}

with

ticket_comments as (
    {{ vendor_rows('zendesk', 'airbyte', 'ticket_comments') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as comment_id,
        ticket_id,
        author_id,
        {{ json_text('via', 'channel') }} as via_channel,
        {{ adapter.quote('public') }} as is_public,
        created_at,
        false as is_deleted,
        _airbyte_extracted_at as loaded_at
    from ticket_comments
)

select * from final
