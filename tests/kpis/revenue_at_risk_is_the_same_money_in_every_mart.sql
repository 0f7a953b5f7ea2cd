-- A row is a mart whose revenue at risk, or number of unresolved contacts, is not that
-- of fct_tickets: money is counted twice or left out where owners read it.
-- Remedy: add up revenue_at_risk of unresolved contacts by owner in fct_tickets and in
-- the mart named.

with

contacts as (
    select
        count(*) filter (where resolved_at is null) as unresolved_contacts,
        coalesce(sum(revenue_at_risk), 0) as revenue_at_risk,
        count(*) filter (
            where
            resolved_at is null
            and priority in ('high', 'urgent')
            and commercial_impact in (
                'conversion_risk', 'refund_risk', 'repeat_purchase_risk'
            )
        ) as high_priority_cases
    from {{ ref('fct_tickets') }}
    where is_contact
),

-- where a mart does not count something, it is taken as right
totals as (
    select
        'kpi_revenue_at_risk' as mart,
        cast(coalesce(sum(unresolved_contacts), 0) as bigint) as unresolved_contacts,
        coalesce(sum(revenue_at_risk), 0) as revenue_at_risk,
        cast(coalesce(sum(high_priority_cases), 0) as bigint) as high_priority_cases
    from {{ ref('kpi_revenue_at_risk') }}
    union all
    select
        'queue_open_tickets' as mart,
        count(*) as unresolved_contacts,
        coalesce(sum(revenue_at_risk), 0) as revenue_at_risk,
        cast(null as bigint) as high_priority_cases
    from {{ ref('queue_open_tickets') }}
    union all
    select
        'fct_issues' as mart,
        cast(null as bigint) as unresolved_contacts,
        coalesce(sum(revenue_at_risk), 0) as revenue_at_risk,
        cast(null as bigint) as high_priority_cases
    from {{ ref('fct_issues') }}
),

compared as (
    select
        totals.mart,
        case
            when totals.unresolved_contacts <> contacts.unresolved_contacts
                then 'unresolved contacts'
            when totals.revenue_at_risk <> contacts.revenue_at_risk
                then 'revenue at risk'
            when totals.high_priority_cases <> contacts.high_priority_cases
                then 'high-priority cases'
        end as problem
    from totals
    cross join contacts
)

select *
from compared
where problem is not null
