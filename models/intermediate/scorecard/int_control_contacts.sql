-- What the controls measure of the contacts of the last 28 days to as_of; the outcome
-- SLA looks at 28 days that ended 14 days ago, so that outcomes are known.
{% set days = var('control_days') %}
{% set lag_days = var('control_outcome_lag_days') %}

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

contacts as (
    select
        tickets.*,
        {{ is_high_priority() }}
        and tickets.commercial_impact in ('conversion_risk', 'refund_risk')
            as is_routed_first,
        tickets.commercial_impact = 'low_impact' as is_low_impact,
        tickets.first_response_calendar_minutes as response_minutes,
        tickets.created_at >= {{ add_time('clock.as_of', days=-days) }} as is_recent,
        tickets.created_at >= {{ add_time('clock.as_of', days=-days - lag_days) }}
        and tickets.created_at < {{ add_time('clock.as_of', days=-lag_days) }}
        and tickets.outcome_sla in ('met', 'breached') as is_outcome_decided
    from {{ ref('fct_tickets') }} as tickets
    cross join clock
    where tickets.is_contact
),

final as (
    select
        count(*) filter (where is_recent) as recent_contacts,
        count(*) filter (where is_recent and is_high_quality_reason)
            as high_quality_contacts,
        count(*) filter (where is_recent and is_catch_all) as catch_all_contacts,
        count(*) filter (where is_recent and is_routed_first) as high_priority_contacts,
        count(*) filter (where is_recent and is_low_impact) as low_impact_contacts,
        median(case when is_recent and is_routed_first then response_minutes end)
            as high_priority_response_minutes,
        median(case when is_recent and is_low_impact then response_minutes end)
            as low_impact_response_minutes,
        count(*) filter (where is_outcome_decided) as outcome_decided_contacts,
        count(*) filter (where is_outcome_decided and outcome_sla = 'met')
            as outcome_met,
        count(*) filter (where is_outcome_decided and resolution_sla = 'met')
            as resolution_met
    from contacts
)

select * from final
