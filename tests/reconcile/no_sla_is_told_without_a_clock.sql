-- A row is a ticket whose SLAs, due times and minutes contradict each other: an SLA or
-- minutes without a due time (a clock that cannot be computed is null, never 0), a due
-- time without an SLA, `met` without the deed, or a clock that ran faster than time. Of
-- a ticket that was over before it was created, there is the deed and no minutes.
-- Remedy: look at int_ticket_clocks for the ticket's channel, impact and schedule.

with

measures as (
    select
        ticket_id,
        'response' as measure,
        response_sla as sla,
        response_due_at as due_at,
        first_human_reply_at as done_at,
        first_response_minutes as clock_minutes,
        first_response_calendar_minutes as calendar_minutes,
        false as is_over_before_creation
    from {{ ref('fct_tickets') }}
    union all
    select
        ticket_id,
        'resolution' as measure,
        resolution_sla as sla,
        resolution_due_at as due_at,
        resolved_at as done_at,
        resolution_minutes as clock_minutes,
        resolution_calendar_minutes as calendar_minutes,
        has_bad_times and resolved_at = created_at and resolution_due_at is null
            as is_over_before_creation
    from {{ ref('fct_tickets') }}
),

outcomes as (
    select
        ticket_id,
        'outcome' as measure,
        'the outcome SLA contradicts the resolution SLA' as problem
    from {{ ref('fct_tickets') }}
    where
        (outcome_sla is null) <> (resolution_sla is null)
        or (resolution_sla <> 'met' and outcome_sla <> resolution_sla)
        or (resolution_sla = 'met' and outcome_sla = 'open')
        or (outcome_sla = 'met' and is_successful_resolution is distinct from true)
),

found as (
    select
        ticket_id,
        measure,
        case
            when (sla is null) <> (due_at is null)
                then 'an SLA without a due time or the other way'
            when (clock_minutes is null) <> (due_at is null or done_at is null)
                then 'minutes without a clock and a deed or the other way'
            when
                (calendar_minutes is null) <> (done_at is null)
                and not is_over_before_creation
                then 'calendar minutes without a deed or the other way'
            when clock_minutes < 0 or clock_minutes > calendar_minutes
                then 'the clock ran backwards or faster than time'
            when (sla = 'met') <> coalesce(done_at <= due_at, false)
                then 'met without being in time or the other way'
        end as problem
    from measures
)

select *
from found
where problem is not null
union all
select *
from outcomes
