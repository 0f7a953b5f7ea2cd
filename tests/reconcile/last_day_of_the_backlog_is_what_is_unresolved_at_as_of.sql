-- A row is a channel and impact whose last day in fct_backlog_by_day differs from the
-- contacts that fct_tickets has as unresolved, in number or in how many are older than
-- 24, 48 or 72 hours.
-- Remedy: the running sums went wrong somewhere before; look for a ticket whose changes
-- in int_ticket_state_changes do not alternate.

with

last_days as (
    select backlog.*
    from {{ ref('fct_backlog_by_day') }} as backlog
    inner join {{ ref('int_history') }} as history
        on backlog.date_day = history.as_of_date
),

unresolved as (
    select
        tickets.channel,
        tickets.commercial_impact,
        {%- for hours in [24, 48, 72] %}
        count(*) filter (
            where {{ add_time('tickets.created_at', hours=hours) }} < clock.as_of
        ) as older_than_{{ hours }}h,
        {%- endfor %}
        count(*) as open_tickets
    from {{ ref('fct_tickets') }} as tickets
    cross join {{ ref('int_as_of') }} as clock
    where tickets.is_contact and not tickets.is_resolved
    group by tickets.channel, tickets.commercial_impact
),

compared as (
    select
        coalesce(last_days.channel, unresolved.channel) as channel,
        coalesce(last_days.commercial_impact, unresolved.commercial_impact)
            as commercial_impact,
        last_days.open_tickets as backlog_tickets,
        unresolved.open_tickets as unresolved_tickets,
        'the last day is not what is unresolved' as problem
    from last_days
    full outer join unresolved
        on
            last_days.channel = unresolved.channel
            and last_days.commercial_impact = unresolved.commercial_impact
    where
        last_days.open_tickets is distinct from unresolved.open_tickets
        {%- for hours in [24, 48, 72] %}
        or last_days.older_than_{{ hours }}h
        is distinct from unresolved.older_than_{{ hours }}h
        {%- endfor %}
)

select *
from compared
