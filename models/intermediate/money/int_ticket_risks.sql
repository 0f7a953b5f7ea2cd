-- Revenue is at risk once per issue: the latest unresolved contact carries it.
with

outcomes as (
    select
        ticket_id,
        issue_id,
        contact_number
    from {{ ref('int_ticket_outcomes') }}
    where issue_id is not null and not is_resolved
),

exposures as (
    select * from {{ ref('int_ticket_exposures') }}
),

unresolved as (
    select
        ticket_id,
        row_number() over (
            partition by issue_id
            order by contact_number desc
        ) as latest_rank
    from outcomes
),

final as (
    select
        exposures.ticket_id,
        exposures.exposed_value,
        exposures.has_no_exposure,
        cast(
            case when unresolved.latest_rank = 1 then exposures.value_at_risk else 0 end
            as decimal(38, 6)
        ) as revenue_at_risk,
        coalesce(unresolved.latest_rank > 1, false) as is_risk_counted_elsewhere
    from exposures
    left join unresolved
        on exposures.ticket_id = unresolved.ticket_id
)

select * from final
