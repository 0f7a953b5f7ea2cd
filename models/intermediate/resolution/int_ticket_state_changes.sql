{{ config(materialized='table') }}

-- A ticket starts unresolved, so its changes alternate: resolution, reopen, resolution.
-- Solved to closed is no change. Where no status event is known, the ticket's own
-- status and updated_at stand in.
with

tickets as (
    select
        ticket_id,
        status,
        created_at,
        updated_at
    from {{ ref('int_counted_tickets') }}
),

-- numbers as text: 99 comes before 100
status_events as (
    select
        tickets.ticket_id,
        row_number() over (
            partition by tickets.ticket_id
            order by events.occurred_at, length(events.event_id), events.event_id
        ) as change_number,
        events.occurred_at,
        events.status in ('solved', 'closed') as is_resolved
    from {{ ref('int_ticket_events_as_of') }} as events
    inner join tickets
        on events.ticket_id = tickets.ticket_id
    where
        events.event_type = 'status'
        and events.occurred_at >= tickets.created_at
),

compared as (
    select
        *,
        lag(is_resolved, 1, false) over (
            partition by ticket_id
            order by change_number
        ) as was_resolved
    from status_events
),

tickets_with_events as (
    select distinct ticket_id from status_events
),

final as (
    select
        ticket_id,
        change_number,
        occurred_at as changed_at,
        is_resolved,
        false as is_before_creation
    from compared
    where is_resolved <> was_resolved
    union all
    -- over before it began: resolved all the same, from creation on
    select
        tickets.ticket_id,
        cast(1 as bigint) as change_number,
        greatest(tickets.updated_at, tickets.created_at) as changed_at,
        true as is_resolved,
        tickets.updated_at < tickets.created_at as is_before_creation
    from tickets
    left join tickets_with_events
        on tickets.ticket_id = tickets_with_events.ticket_id
    where
        tickets_with_events.ticket_id is null
        and tickets.status in ('solved', 'closed')
        and tickets.updated_at is not null
)

select * from final
