{{ config(enabled=is_connected('gorgias', 'airbyte')) }}

with

tickets as (
    {{ vendor_rows('gorgias', 'airbyte', 'tickets') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as ticket_id,
        status,
        priority,
        channel,
        via,
        from_agent,
        {{ json_id('customer', 'id') }} as requester_id,
        {{ json_text('customer', 'email') }} as requester_email,
        {{ json_id('assignee_user', 'id') }} as assignee_id,
        {{ json_text('assignee_team', 'name') }} as team,
        subject,
        {{ json_id('meta', 'merged_into') }} as target_ticket_id,
        spam as is_spam,
        reason_value,
        order_value,
        time_value,
        created_datetime as created_at,
        updated_datetime as updated_at,
        closed_datetime as closed_at,
        snooze_datetime as snoozed_until,
        trashed_datetime as trashed_at,
        _airbyte_extracted_at as loaded_at
    from tickets
)

select * from final
