-- A row is a ticket whose minutes are not the opening hours between its creation and
-- the deed, added up period by period, or whose due time is not the end of its target's
-- minutes within opening hours. Only the 1,000 latest tickets on schedules are added
-- up: period by period is the slow way that the models avoid.
-- Remedy: look at int_schedule_spans and int_schedule_targets around the ticket's
-- times.

with

targets as (
    select
        *,
        coalesce(cast(valid_from as timestamp), timestamp '1000-01-01 00:00:00')
            as starts_at,
        coalesce(cast(valid_to as timestamp), timestamp '9999-12-31 00:00:00')
            as ends_at
    from {{ ref('sla_targets') }}
    where clock <> 'calendar'
),

latest_tickets as (
    select
        tickets.*,
        targets.clock,
        targets.first_response_minutes as response_target,
        targets.resolution_minutes as resolution_target
    from {{ ref('fct_tickets') }} as tickets
    inner join targets
        on
            tickets.channel = targets.channel
            and tickets.commercial_impact = targets.commercial_impact
            and {{ is_within('tickets.created_at', 'targets') }}
    where tickets.response_due_at is not null
    order by tickets.created_at desc, tickets.ticket_id
    limit 1000
),

readings as (
    {% for measure, until, minutes in [
        ['first reply', 'first_human_reply_at', 'first_response_minutes'],
        ['response due', 'response_due_at', 'response_target'],
        ['resolution', 'resolved_at', 'resolution_minutes'],
        ['resolution due', 'resolution_due_at', 'resolution_target'],
    ] %}
    select
        ticket_id,
        clock,
        '{{ measure }}' as measure,
        created_at,
        {{ until }} as until_at,
        {{ minutes }} as clock_minutes
    from latest_tickets
    where {{ until }} is not null
    {{ "union all" if not loop.last }}
    {% endfor %}
),

added_up as (
    select
        readings.ticket_id,
        readings.measure,
        readings.until_at,
        readings.clock_minutes,
        -- greatest() and least() pass over nulls, those of a ticket without hours too
        coalesce(sum({{ minutes_between(
            'greatest(hours.opens_at, readings.created_at)',
            'least(hours.closes_at, readings.until_at)'
        ) }}) filter (where hours.opens_at is not null), 0) as open_minutes,
        coalesce(bool_or(
            hours.opens_at < readings.until_at and readings.until_at <= hours.closes_at
        ), false) as is_in_opening_hours
    from readings
    left join {{ ref('int_schedule_hours') }} as hours
        on
            readings.clock = hours.schedule
            and readings.created_at < hours.closes_at
            and hours.opens_at < readings.until_at
    group by
        readings.ticket_id, readings.measure, readings.until_at, readings.clock_minutes
),

found as (
    select
        ticket_id,
        measure,
        clock_minutes,
        open_minutes,
        case
            when abs(clock_minutes - open_minutes) > 0.000001
                then 'the clock does not show the opening hours between'
            when measure like '% due' and not is_in_opening_hours
                then 'due outside opening hours'
        end as problem
    from added_up
)

select *
from found
where problem is not null
