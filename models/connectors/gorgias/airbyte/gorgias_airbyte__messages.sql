{{ config(enabled=is_connected('gorgias', 'airbyte')) }}

with

messages as (
    {{ vendor_rows('gorgias', 'airbyte', 'messages') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as message_id,
        ticket_id,
        {{ adapter.quote('public') }} as is_public,
        channel,
        via,
        from_agent,
        rule_id,
        {{ json_id('sender', 'id') }} as sender_id,
        created_datetime as created_at,
        sent_datetime as sent_at,
        failed_datetime as failed_at,
        deleted_datetime as deleted_at,
        _airbyte_extracted_at as loaded_at
    from messages
)

select * from final
