-- Serves the decision which team is handed which issue type, and which hand-over is
-- stuck.
-- One row per owner and contact reason over the last 12 complete weeks (var
-- plan_weeks), the owner with most money at risk first; catch-all codes are left out:
-- nobody owns them. outcome_sla is met / (met + breached), null while nothing is
-- decided. revenue_put_at_risk: exposed value x risk weight of each issue's first
-- contact, resolved or not; revenue_at_risk: the part unresolved now. open_fixes and
-- overdue_fixes are those of the codes in the row. Money is in the reporting currency.
{% set weeks = var('plan_weeks', 12) %}

with

fixes as (
    select
        reason_code,
        owner,
        due_at
    from {{ ref('fct_fixes') }}
    where is_open
),

reason_codes as (
    select
        reason_code,
        contact_reason
    from {{ ref('dim_reason_codes') }}
),

{{ recent_contacts(weeks) }},

recent as (
    select * from recent_contacts
    where not is_catch_all
),

counted as (
    select
        owner,
        contact_reason,
        count(*) as contacts,
        count(*) filter (where is_repeat_contact) as repeat_contacts,
        count(*) filter (where outcome_sla = 'met') as outcome_met,
        count(*) filter (where outcome_sla in ('met', 'breached')) as outcome_decided,
        count(*) filter (where not is_resolved) as open_contacts,
        sum(handling_cost) as handling_cost,
        sum(revenue_put_at_risk) as revenue_put_at_risk,
        sum(revenue_at_risk) as revenue_at_risk
    from recent
    group by owner, contact_reason
),

fixed as (
    select
        fixes.owner,
        reason_codes.contact_reason,
        count(*) as open_fixes,
        count(*) filter (where fixes.due_at < last_week.end_date) as overdue_fixes
    from fixes
    inner join reason_codes
        on fixes.reason_code = reason_codes.reason_code
    cross join last_week
    group by fixes.owner, reason_codes.contact_reason
),

final as (
    select
        counted.owner,
        counted.contact_reason,
        counted.contacts,
        round({{ ratio('counted.contacts', 'sum(counted.contacts) over ()') }}, 3)
            as contact_share,
        counted.repeat_contacts,
        round({{ ratio('counted.outcome_met', 'counted.outcome_decided') }}, 3)
            as outcome_sla,
        counted.open_contacts,
        round(counted.handling_cost, 2) as handling_cost,
        round(counted.revenue_put_at_risk, 2) as revenue_put_at_risk,
        round(sum(counted.revenue_put_at_risk) over (partition by counted.owner), 2)
            as owner_revenue_put_at_risk,
        round(counted.revenue_at_risk, 2) as revenue_at_risk,
        coalesce(fixed.open_fixes, 0) as open_fixes,
        coalesce(fixed.overdue_fixes, 0) as overdue_fixes
    from counted
    left join fixed using (owner, contact_reason)
)

select * from final
order by
    owner_revenue_put_at_risk desc,
    owner,
    revenue_put_at_risk desc,
    handling_cost desc,
    contact_reason
limit 36
