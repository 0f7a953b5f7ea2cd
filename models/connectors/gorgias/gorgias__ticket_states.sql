{{ config(enabled=is_connected('gorgias')) }}

-- Gorgias calls a ticket closed while it is snoozed: until when, or that it was, says
-- which.
with

last_tickets as (
    select * from {{ ref('gorgias__last_tickets') }}
),

last_statuses as (
    select * from {{ ref('gorgias__last_statuses') }}
),

spoken_tickets as (
    select * from {{ ref('gorgias__spoken_tickets') }}
),

final as (
    select
        last_tickets.connection,
        last_tickets.connection_number,
        last_tickets.id_prefix,
        last_tickets.vendor_table,
        last_tickets.ticket_id,
        last_tickets.vendor_status = 'closed'
        and (
            coalesce(last_statuses.event_type = 'ticket-snoozed', false)
            or coalesce(
                last_tickets.snoozed_until > coalesce(
                    last_statuses.occurred_at,
                    last_tickets.closed_at,
                    last_tickets.updated_at,
                    last_tickets.created_at
                ),
                false
            )
        ) as is_snoozed,
        last_statuses.ticket_id is not null as has_history,
        spoken_tickets.ticket_id is not null as is_spoken,
        case when last_tickets.vendor_status = 'closed' then last_tickets.closed_at end
            as closed_at,
        last_tickets.loaded_at
    from last_tickets
    left join last_statuses
        on
            last_tickets.connection_number = last_statuses.connection_number
            and last_tickets.ticket_id = last_statuses.ticket_id
    left join spoken_tickets
        on
            last_tickets.connection_number = spoken_tickets.connection_number
            and last_tickets.ticket_id = spoken_tickets.ticket_id
)

select * from final
