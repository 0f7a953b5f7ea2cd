with

unresolved as (
    select
        *,
        {{ is_high_priority() }} as is_high_priority
    from {{ ref('fct_tickets') }}
    where is_contact and not is_resolved
),

counted as (
    select
        owner,
        commercial_impact,
        count(*) as unresolved_contacts,
        sum(revenue_at_risk) as revenue_at_risk,
        count(*) filter (where is_high_priority) as high_priority_cases,
        coalesce(sum(revenue_at_risk) filter (where is_high_priority), 0)
            as high_priority_revenue_at_risk
    from unresolved
    group by owner, commercial_impact
),

final as (
    select
        counted.owner,
        counted.commercial_impact,
        counted.unresolved_contacts,
        cast(counted.revenue_at_risk as decimal(38, 6)) as revenue_at_risk,
        counted.high_priority_cases,
        cast(counted.high_priority_revenue_at_risk as decimal(38, 6))
            as high_priority_revenue_at_risk,
        {{ ratio(
            'counted.high_priority_revenue_at_risk', 'counted.high_priority_cases'
        ) }}
            as revenue_at_risk_per_case,
        clock.as_of
    from counted
    cross join {{ ref('int_as_of') }} as clock
)

select * from final
