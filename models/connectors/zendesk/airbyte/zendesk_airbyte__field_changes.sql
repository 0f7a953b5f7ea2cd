{{ config(enabled=is_connected('zendesk', 'airbyte')) }}

-- An audit is one update of a ticket and holds an event for each field that it changed.
-- Audits that name none of the fields that are read are dropped before they are opened.
with

ticket_audits as (
    {{ vendor_rows('zendesk', 'airbyte', 'ticket_audits') }}
),

opened as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        ticket_id,
        author_id,
        created_at,
        _airbyte_extracted_at,
        {{ json_items('events') }} as event
    from ticket_audits
    where events like '%"status"%' or events like '%"assignee_id"%'
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        {{ json_id('event', 'id') }} as change_id,
        ticket_id,
        author_id,
        {{ json_text('event', 'field_name') }} as field_name,
        {{ json_text('event', 'value') }} as value,
        created_at as changed_at,
        _airbyte_extracted_at as loaded_at
    from opened
    where
        {{ json_text('event', 'type') }} in ('Create', 'Change')
        and {{ json_text('event', 'field_name') }} in ('status', 'assignee_id')
)

select * from final
