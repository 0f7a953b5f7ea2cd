{{ config(materialized='table') }}

-- Tickets with a time that cannot be: solved, or answered by a person, before they were
-- created. Their own events only; those of merged tickets may well be older.
with

tickets as (
    select
        ticket_id,
        created_at
    from {{ ref('int_counted_tickets') }}
),

early_events as (
    select events.ticket_id
    from {{ ref('int_ticket_events_as_of') }} as events
    inner join tickets
        on events.ticket_id = tickets.ticket_id
    where
        events.event_type = 'status'
        and events.status in ('solved', 'closed')
        and events.occurred_at < tickets.created_at
),

early_replies as (
    select ticket_id from {{ ref('int_ticket_replies') }}
    where has_early_reply
),

-- updated_at stands in for a status event only where there is none
early_stand_ins as (
    select ticket_id from {{ ref('int_ticket_resolutions') }}
    where is_resolved_before_creation
),

final as (
    select ticket_id from early_events
    union distinct
    select ticket_id from early_replies
    union distinct
    select ticket_id from early_stand_ins
)

select * from final
