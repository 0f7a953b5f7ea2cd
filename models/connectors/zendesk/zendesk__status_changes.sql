{{ config(enabled=is_connected('zendesk')) }}

-- Who set which status. The deletion of a ticket is no status of the contract.
with

field_changes as (
    {{ rows_of_loaders('zendesk', 'field_changes') }}
),

last_tickets as (
    select * from {{ ref('zendesk__last_tickets') }}
),

staff as (
    select * from {{ ref('zendesk__staff') }}
),

changes as (
    select
        *,
        {{ lower_case(strip('value')) }} as vendor_status
    from field_changes
    where field_name = 'status'
),

final as (
    select
        changes.connection,
        changes.connection_number,
        changes.id_prefix,
        changes.vendor_table,
        changes.change_id,
        changes.ticket_id,
        changes.author_id,
        case
            when changes.author_id is null or changes.author_id = '-1' or staff.is_bot
                then 'bot'
            when changes.author_id = last_tickets.requester_id then 'customer'
            when staff.is_staff then 'agent'
            else 'customer'
        end as actor_type,
        {{ zendesk_status('changes.vendor_status') }} as status,
        changes.changed_at,
        changes.loaded_at,
        case
            when changes.vendor_status = 'deleted' then 'the deletion of its ticket'
        end as left_out_reason
    from changes
    left join last_tickets
        on
            changes.connection_number = last_tickets.connection_number
            and changes.ticket_id = last_tickets.ticket_id
    left join staff
        on
            changes.connection_number = staff.connection_number
            and changes.author_id = staff.user_id
)

select * from final
