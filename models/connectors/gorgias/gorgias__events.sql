{{ config(enabled=is_connected('gorgias')) }}

-- Which events set a status. To snooze a ticket closes it: that close is no resolution.
with

events as (
    {{ rows_of_loaders('gorgias', 'events') }}
),

staff as (
    select * from {{ ref('gorgias__staff') }}
),

last_tickets as (
    select * from {{ ref('gorgias__last_tickets') }}
),

snoozes as (
    select
        connection_number,
        ticket_id,
        context,
        cast(date_trunc('second', occurred_at) as timestamp) as occurred_second
    from events
    where event_type = 'ticket-snoozed'
),

snoozed_contexts as (
    select distinct
        connection_number,
        ticket_id,
        context
    from snoozes
    where context is not null
),

snoozed_seconds as (
    select distinct
        connection_number,
        ticket_id,
        occurred_second
    from snoozes
),

final as (
    select
        events.connection,
        events.connection_number,
        events.id_prefix,
        events.vendor_table,
        events.event_id,
        events.event_type,
        events.ticket_id,
        events.user_id,
        case
            when events.user_id is null or staff.is_bot then 'bot'
            when staff.user_id is not null then 'agent'
            when events.user_id = last_tickets.requester_id then 'customer'
            else 'agent'
        end as actor_type,
        case events.event_type
            when 'ticket-closed' then 'solved'
            when 'ticket-reopened' then 'open'
            when 'ticket-self-unsnoozed' then 'open'
            when 'ticket-snoozed' then 'pending'
        end as status,
        events.occurred_at,
        events.loaded_at,
        case
            when
                events.ticket_id is null
                or events.event_type not in (
                    'ticket-closed', 'ticket-reopened', 'ticket-self-unsnoozed',
                    'ticket-snoozed'
                )
                then 'changes nothing that is read'
            when
                events.event_type = 'ticket-closed'
                and (
                    snoozed_contexts.ticket_id is not null
                    or snoozed_seconds.ticket_id is not null
                )
                then 'the closing of a snooze'
        end as left_out_reason
    from events
    left join staff
        on
            events.connection_number = staff.connection_number
            and events.user_id = staff.user_id
    left join last_tickets
        on
            events.connection_number = last_tickets.connection_number
            and events.ticket_id = last_tickets.ticket_id
    left join snoozed_contexts
        on
            events.connection_number = snoozed_contexts.connection_number
            and events.ticket_id = snoozed_contexts.ticket_id
            and events.context = snoozed_contexts.context
    left join snoozed_seconds
        on
            events.connection_number = snoozed_seconds.connection_number
            and events.ticket_id = snoozed_seconds.ticket_id
            and cast(date_trunc('second', events.occurred_at) as timestamp)
            = snoozed_seconds.occurred_second
)

select * from final
