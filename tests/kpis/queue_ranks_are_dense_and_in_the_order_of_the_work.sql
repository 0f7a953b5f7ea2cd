-- A row is a place in the queue that comes after one it should precede, or ranks that
-- leave a gap.
-- Remedy: the order is breached first, then revenue at risk, then minutes to breach,
-- then ticket_id; see the window function in queue_open_tickets.

with

queue as (
    select
        *,
        coalesce(response_sla, '') = 'breached'
        or coalesce(resolution_sla, '') = 'breached' as is_late,
        coalesce(minutes_to_breach, 1e15) as minutes_left
    from {{ ref('queue_open_tickets') }}
),

pairs as (
    select
        here.queue_rank,
        here.ticket_id,
        here.is_late,
        here.revenue_at_risk,
        here.minutes_left,
        ahead.ticket_id as ticket_ahead,
        ahead.is_late as is_late_ahead,
        ahead.revenue_at_risk as revenue_ahead,
        ahead.minutes_left as minutes_ahead
    from queue as here
    left join queue as ahead
        on here.queue_rank = ahead.queue_rank + 1
),

judged as (
    select
        queue_rank,
        ticket_id,
        case
            when queue_rank = 1 then null
            when ticket_ahead is null then 'nobody is on the rank before'
            when is_late and not is_late_ahead then 'is breached, the one before is not'
            when is_late <> is_late_ahead then null
            when revenue_at_risk > revenue_ahead then 'has more at risk'
            when revenue_at_risk < revenue_ahead then null
            when minutes_left < minutes_ahead then 'has less time left'
            when minutes_left > minutes_ahead then null
            when ticket_id <= ticket_ahead then 'comes first by ticket_id'
        end as problem
    from pairs
)

select *
from judged
where problem is not null
