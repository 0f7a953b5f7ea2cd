{{ config(enabled=is_connected('zendesk')) }}

-- A deleted ticket has no status of the contract: it has the last one it had before.
with

last_tickets as (
    select * from {{ ref('zendesk__last_tickets') }}
    where is_deleted
),

status_changes as (
    select * from {{ ref('zendesk__status_changes') }}
    where left_out_reason is null
),

ranked as (
    select
        status_changes.connection_number,
        status_changes.ticket_id,
        status_changes.status,
        row_number() over (
            partition by status_changes.connection_number, status_changes.ticket_id
            order by
                status_changes.changed_at desc,
                length(status_changes.change_id) desc,
                status_changes.change_id desc
        ) as change_rank
    from status_changes
    inner join last_tickets
        on
            status_changes.connection_number = last_tickets.connection_number
            and status_changes.ticket_id = last_tickets.ticket_id
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
