{{ config(enabled=is_connected('zendesk', 'fivetran')) }}

with

ticket as (
    {{ vendor_rows('zendesk', 'fivetran', 'ticket') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as ticket_id,
        requester_id,
        submitter_id,
        assignee_id,
        group_id,
        via_channel,
        subject,
        priority,
        status,
        created_at,
        updated_at,
        reason_value,
        order_value,
        time_value,
        _fivetran_deleted as is_deleted,
        _fivetran_synced as loaded_at
    from ticket
)

select * from final
