{{ config(enabled=is_connected('zendesk', 'airbyte')) }}

with

tickets as (
    {{ vendor_rows('zendesk', 'airbyte', 'tickets') }}
),

deleted_tickets as (
    {{ vendor_rows('zendesk', 'airbyte', 'deleted_tickets') }}
),

deleted as (
    select distinct
        connection_number,
        id
    from deleted_tickets
),

final as (
    select
        tickets.connection,
        tickets.connection_number,
        tickets.id_prefix,
        tickets.vendor_table,
        tickets.id as ticket_id,
        tickets.requester_id,
        tickets.submitter_id,
        tickets.assignee_id,
        tickets.group_id,
        {{ json_text('tickets.via', 'channel') }} as via_channel,
        tickets.subject,
        tickets.priority,
        tickets.status,
        tickets.created_at,
        tickets.updated_at,
        tickets.reason_value,
        tickets.order_value,
        tickets.time_value,
        deleted.id is not null as is_deleted,
        tickets._airbyte_extracted_at as loaded_at
    from tickets
    left join deleted
        on
            tickets.connection_number = deleted.connection_number
            and tickets.id = deleted.id
)

select * from final
