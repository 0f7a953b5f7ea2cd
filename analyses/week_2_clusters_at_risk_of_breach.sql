-- Serves the decision where to move people today: the kinds of contacts whose promises
-- are about to break, or usually do.
-- One row per contact reason and channel that has unresolved contacts now, or at least
-- 30 contacts (var min_group) in the last 12 complete weeks (var plan_weeks), 30 at
-- most: what has most revenue at risk comes first, then what breaks most. due_soon: not
-- yet breached, due within 24 calendar hours (var breach_horizon_hours).
-- hours_to_next_breach is null where nothing still within its promise is open. A breach
-- share is null without decided contacts. Money is in the reporting currency.
{% set weeks = var('plan_weeks', 12) %}
{% set horizon_hours = var('breach_horizon_hours', 24) %}

with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

queue as (
    select * from {{ ref('queue_open_tickets') }}
),

{{ last_week() }},

waiting as (
    select
        contact_reason,
        channel,
        count(*) as open_contacts,
        count(*) filter (where is_breached) as already_breached,
        count(*) filter (
            where not is_breached and minutes_to_breach <= 60 * {{ horizon_hours }}
        ) as due_soon,
        min(minutes_to_breach) filter (where not is_breached) as minutes_to_next_breach,
        sum(revenue_at_risk) as revenue_at_risk
    from queue
    group by contact_reason, channel
),

recent as (
    select
        contacts.contact_reason,
        contacts.channel,
        count(*) as recent_contacts,
        count(*) filter (where contacts.response_sla = 'breached') as response_breached,
        count(*) filter (where contacts.response_sla in ('met', 'breached'))
            as response_decided,
        count(*) filter (where contacts.resolution_sla = 'breached')
            as resolution_breached,
        count(*) filter (where contacts.resolution_sla in ('met', 'breached'))
            as resolution_decided
    from contacts
    cross join last_week
    where
        {{ is_in_last_weeks('contacts.created_week_start_date', weeks) }}
    group by contacts.contact_reason, contacts.channel
),

clusters as (
    select
        contact_reason,
        channel
    from waiting
    union distinct
    select
        contact_reason,
        channel
    from recent
    where recent_contacts >= {{ var('min_group') }}
),

final as (
    select
        clusters.contact_reason,
        clusters.channel,
        coalesce(waiting.open_contacts, 0) as open_contacts,
        coalesce(waiting.already_breached, 0) as already_breached,
        coalesce(waiting.due_soon, 0) as due_soon,
        round(waiting.minutes_to_next_breach / 60, 1) as hours_to_next_breach,
        round(coalesce(waiting.revenue_at_risk, 0), 2) as revenue_at_risk,
        coalesce(recent.recent_contacts, 0) as recent_contacts,
        round({{ ratio('recent.response_breached', 'recent.response_decided') }}, 3)
            as response_breach_share,
        round({{ ratio('recent.resolution_breached', 'recent.resolution_decided') }}, 3)
            as resolution_breach_share
    from clusters
    left join waiting using (contact_reason, channel)
    left join recent using (contact_reason, channel)
)

select * from final
order by
    revenue_at_risk desc,
    open_contacts desc,
    resolution_breach_share desc nulls last,
    response_breach_share desc nulls last,
    contact_reason,
    channel
limit 30
