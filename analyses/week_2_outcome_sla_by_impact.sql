-- Serves the decision where the promise must be "resolved" and not "closed": the gap
-- between closing in time and solving in time, by what is at stake.
-- One row per commercial impact (channel `all`), then one per channel in it with at
-- least 30 decided contacts (var min_group), worst money first; over the last 12 weeks
-- (var plan_weeks) whose outcomes are mature. closed_not_solved: closed in time, but
-- reopened or followed by another contact; with their exposed value x risk weight, and
-- what the failed handling cost, in the reporting currency. A share is null where
-- nothing is decided.
{% set weeks = var('plan_weeks', 12) %}

with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

weights as (
    select
        commercial_impact,
        risk_weight
    from {{ ref('impact_weights') }}
),

outcome_band as (
    select
        direction,
        healthy_bound,
        watch_bound
    from {{ ref('kpi_bands') }}
    where kpi = 'outcome_sla'
),

last_mature_week as (
    select max(week_start_date) as week_start_date from {{ ref('kpi_scorecard') }}
    where kpi = 'outcome_sla' and is_mature
),

judged as (
    select
        contacts.commercial_impact,
        contacts.channel,
        contacts.response_sla,
        contacts.resolution_sla,
        contacts.outcome_sla,
        contacts.handling_cost,
        contacts.exposed_value * weights.risk_weight as weighted_value,
        contacts.resolution_sla = 'met' and contacts.outcome_sla = 'breached'
            as is_closed_not_solved
    from contacts
    inner join weights
        on contacts.commercial_impact = weights.commercial_impact
    cross join last_mature_week
    where
        {{ is_in_last_weeks(
            'contacts.created_week_start_date', weeks, last='last_mature_week'
        ) }}
),

slices as (
    select
        judged.*,
        judged.channel as slice
    from judged
    union all
    select
        judged.*,
        'all' as slice
    from judged
),

counted as (
    select
        commercial_impact,
        slice as channel,
        count(*) as contacts,
        count(*) filter (where response_sla = 'met') as response_met,
        count(*) filter (where response_sla in ('met', 'breached')) as response_decided,
        count(*) filter (where resolution_sla = 'met') as resolution_met,
        count(*) filter (where resolution_sla in ('met', 'breached'))
            as resolution_decided,
        count(*) filter (where outcome_sla = 'met') as outcome_met,
        count(*) filter (where outcome_sla in ('met', 'breached')) as outcome_decided,
        count(*) filter (where is_closed_not_solved) as closed_not_solved,
        coalesce(sum(weighted_value) filter (where is_closed_not_solved), 0)
            as closed_not_solved_value,
        coalesce(sum(weighted_value) filter (where outcome_sla = 'breached'), 0)
            as failed_value,
        coalesce(sum(handling_cost) filter (where outcome_sla = 'breached'), 0)
            as failed_handling_cost
    from slices
    group by commercial_impact, slice
),

rated as (
    select
        *,
        {{ ratio('response_met', 'response_decided') }} as response_sla,
        {{ ratio('resolution_met', 'resolution_decided') }} as resolution_sla,
        {{ ratio('outcome_met', 'outcome_decided') }} as outcome_sla
    from counted
    where channel = 'all' or outcome_decided >= {{ var('min_group') }}
),

final as (
    select
        rated.commercial_impact,
        rated.channel,
        rated.contacts,
        round(rated.response_sla, 3) as response_sla,
        round(rated.resolution_sla, 3) as resolution_sla,
        round(rated.outcome_sla, 3) as outcome_sla,
        {{ kpi_band(
            'rated.outcome_sla',
            'outcome_band.direction',
            'outcome_band.healthy_bound',
            'outcome_band.watch_bound'
        ) }} as outcome_band,
        rated.closed_not_solved,
        round(rated.closed_not_solved_value, 2) as closed_not_solved_value,
        round(rated.failed_value, 2) as failed_value,
        round(rated.failed_handling_cost, 2) as failed_handling_cost
    from rated
    cross join outcome_band
)

select * from final
order by channel <> 'all', failed_value desc, commercial_impact, channel
limit 30
