{{ config(enabled=is_connected('zendesk')) }}

-- A deleted ticket has no status of the contract: it has the last one it had before.
-- Few are: their changes are looked up before anything else is asked of them.
with

last_tickets as (
    select * from {{ ref('zendesk__last_tickets') }}
    where is_deleted
),

field_changes as (
    {{ rows_of_loaders('zendesk', 'field_changes') }}
),

status_changes as (
    select
        field_changes.connection_number,
        field_changes.ticket_id,
        field_changes.change_id,
        field_changes.changed_at,
        lower({{ strip('field_changes.value') }}) as vendor_status
    from field_changes
    inner join last_tickets
        on
            field_changes.connection_number = last_tickets.connection_number
            and field_changes.ticket_id = last_tickets.ticket_id
    where field_changes.field_name = 'status'
),

ranked as (
    select
        connection_number,
        ticket_id,
        {{ zendesk_status('vendor_status') }} as status,
        row_number() over (
            partition by connection_number, ticket_id
            order by changed_at desc, length(change_id) desc, change_id desc
        ) as change_rank
    from status_changes
    where vendor_status is distinct from 'deleted'
),

final as (
    select
        connection_number,
        ticket_id,
        status
    from ranked
    where change_rank = 1
)

select * from final
