-- Revenue is at risk once per issue: the latest unresolved contact carries it.
with

issues as (
    select
        ticket_id,
        issue_id,
        contact_number
    from {{ ref('int_contact_issues') }}
),

outcomes as (
    select
        ticket_id,
        is_resolved
    from {{ ref('int_ticket_outcomes') }}
),

exposures as (
    select * from {{ ref('int_ticket_exposures') }}
),

unresolved as (
    select
        issues.ticket_id,
        row_number() over (
            partition by issues.issue_id
            order by issues.contact_number desc
        ) as latest_rank
    from issues
    inner join outcomes
        on issues.ticket_id = outcomes.ticket_id
    where not outcomes.is_resolved
),

final as (
    select
        exposures.ticket_id,
        exposures.exposed_value,
        exposures.has_no_exposure,
        cast(
            case when unresolved.latest_rank = 1 then exposures.value_at_risk else 0 end
            as decimal(18, 6)
        ) as revenue_at_risk,
        coalesce(unresolved.latest_rank > 1, false) as is_risk_counted_elsewhere
    from exposures
    left join unresolved
        on exposures.ticket_id = unresolved.ticket_id
)

select * from final
