-- A row is a ticket that is in the queue though nobody waits for it, is missing from
-- it, or is there twice.
-- Remedy: see resolved_at and initiated_by of the ticket in fct_tickets, and
-- int_ticket_open_periods for when it was last open.

with

-- from the other side: what the state changes leave open
open_periods as (
    select ticket_id from {{ ref('int_ticket_open_periods') }}
    where ends_at is null
),

queue as (
    select
        ticket_id,
        count(*) as places
    from {{ ref('queue_open_tickets') }}
    group by ticket_id
),

compared as (
    select
        coalesce(queue.ticket_id, open_periods.ticket_id) as ticket_id,
        case
            when queue.ticket_id is null then 'is unresolved and not in the queue'
            when open_periods.ticket_id is null then 'is in the queue, yet resolved'
            when queue.places > 1 then 'is in the queue more than once'
        end as problem
    from queue
    full join open_periods
        on queue.ticket_id = open_periods.ticket_id
)

select *
from compared
where problem is not null
