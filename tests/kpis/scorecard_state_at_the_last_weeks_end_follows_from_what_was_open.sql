-- A row is a KPI of the last complete week whose state at the week's end is not what
-- the contacts open just before it say: how many there were, how old, and what was at
-- risk.
-- Remedy: list the contacts of int_ticket_open_periods that were open at the week's
-- end, and mend fct_backlog_by_day or int_risk_by_week.

with

weeks as (
    select
        week_start_date,
        ends_at,
        row_number() over (order by week_start_date desc) as weeks_ago
    from {{ ref('int_reporting_weeks') }}
    where is_complete_week
),

periods as (
    select * from {{ ref('int_ticket_open_periods') }}
),

tickets as (
    select
        tickets.ticket_id,
        tickets.issue_id,
        tickets.contact_number,
        tickets.created_at,
        tickets.priority in ('high', 'urgent')
        and tickets.commercial_impact <> 'low_impact' as is_case,
        cast(tickets.exposed_value as double) * weights.risk_weight as value_at_risk
    from {{ ref('fct_tickets') }} as tickets
    left join {{ ref('impact_weights') }} as weights
        on tickets.commercial_impact = weights.commercial_impact
    where tickets.is_contact
),

scores as (
    select * from {{ ref('kpi_scorecard') }}
),

open_contacts as (
    select
        weeks.week_start_date,
        weeks.ends_at,
        tickets.*,
        max(tickets.contact_number) over (partition by tickets.issue_id)
            as latest_contact_number
    from weeks
    inner join periods
        on
            weeks.ends_at > periods.starts_at
            and weeks.ends_at <= coalesce(periods.ends_at, weeks.ends_at)
    inner join tickets
        on periods.ticket_id = tickets.ticket_id
    where weeks.weeks_ago = 1
),

counted as (
    select
        cast(count(*) as double) as open_contacts,
        cast(count(*) filter (
            where {{ add_time('created_at', hours=72) }} < ends_at
        ) as double) as old_contacts,
        cast(count(*) filter (where is_case) as double) as cases,
        coalesce(sum(value_at_risk) filter (
            where is_case and contact_number = latest_contact_number
        ), 0) as revenue_at_risk
    from open_contacts
),

compared as (
    select
        scores.week_start_date,
        scores.kpi,
        case
            when
                scores.kpi = 'backlog_older_than_72h_share'
                and scores.denominator <> counted.open_contacts
                then 'open contacts'
            when
                scores.kpi = 'backlog_older_than_72h_share'
                and scores.numerator <> counted.old_contacts
                then 'contacts older than 72 hours'
            when
                scores.kpi = 'backlog_growth'
                and scores.numerator + scores.denominator <> counted.open_contacts
                then 'open contacts, from those of the week before'
            when
                scores.kpi = 'revenue_at_risk_per_case'
                and coalesce(scores.denominator, 0) <> counted.cases
                then 'high-priority cases'
            -- each case is rounded to a millionth
            when
                scores.kpi = 'revenue_at_risk_per_case'
                and abs(coalesce(scores.numerator, 0) - counted.revenue_at_risk)
                > 1e-6 * (1 + counted.cases)
                then 'revenue at risk'
        end as problem
    from scores
    inner join weeks
        on scores.week_start_date = weeks.week_start_date
    cross join counted
    where weeks.weeks_ago = 1
)

select *
from compared
where problem is not null
