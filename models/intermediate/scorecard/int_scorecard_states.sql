-- KPIs that describe a state at a week's end rather than what happened in the week: no
-- row belongs to one week only.
with

weeks as (
    select
        week_start_date,
        ends_at
    from {{ ref('int_reporting_weeks') }}
    where is_complete_week
),

risks as (
    select
        *,
        {{ ratio('revenue_at_risk', 'cases') }} as risk_per_case
    from {{ ref('int_risk_by_week') }}
),

adoptions as (
    select
        week_start_date,
        sum(adopted_fixes) as adopted_fixes,
        sum(due_fixes) as due_fixes
    from {{ ref('int_fix_adoption_by_week') }}
    group by week_start_date
),

backlog as (
    select
        date_day,
        sum(open_tickets) as open_tickets,
        sum(older_than_72h) as older_than_72h
    from {{ ref('fct_backlog_by_day') }}
    group by date_day
),

-- a day without open contacts has no row: 0 are open
week_ends as (
    select
        weeks.week_start_date,
        coalesce(backlog.open_tickets, 0) as open_tickets,
        coalesce(backlog.older_than_72h, 0) as older_than_72h
    from weeks
    left join backlog
        on backlog.date_day = {{ as_date(add_time('weeks.week_start_date', days=6)) }}
),

growth as (
    select
        *,
        lag(open_tickets) over (order by week_start_date) as open_tickets_before
    from week_ends
),

measured as (
    select
        week_start_date,
        'revenue_at_risk_per_case' as kpi,
        revenue_at_risk as numerator,
        cast(cases as double) as denominator,
        cases,
        risk_per_case as value,
        {{ mean_interval(
            'cases', 'risk_per_case', 'cases', 'risk_variance', '0', '0', '-'
        ) }} as low_limit,
        {{ mean_interval(
            'cases', 'risk_per_case', 'cases', 'risk_variance', '0', '0', '+'
        ) }} as high_limit
    from risks
    union all
    select
        week_start_date,
        'fix_adoption_rate' as kpi,
        cast(adopted_fixes as double) as numerator,
        cast(due_fixes as double) as denominator,
        due_fixes as cases,
        {{ ratio('adopted_fixes', 'due_fixes') }} as value,
        {{ wilson('adopted_fixes', 'due_fixes', '-') }} as low_limit,
        {{ wilson('adopted_fixes', 'due_fixes', '+') }} as high_limit
    from adoptions
    union all
    select
        week_start_date,
        'backlog_older_than_72h_share' as kpi,
        cast(older_than_72h as double) as numerator,
        cast(open_tickets as double) as denominator,
        open_tickets as cases,
        {{ ratio('older_than_72h', 'open_tickets') }} as value,
        {{ wilson('older_than_72h', 'open_tickets', '-') }} as low_limit,
        {{ wilson('older_than_72h', 'open_tickets', '+') }} as high_limit
    from growth
    union all
    select
        week_start_date,
        'backlog_growth' as kpi,
        cast(open_tickets - open_tickets_before as double) as numerator,
        cast(open_tickets_before as double) as denominator,
        open_tickets as cases,
        {{ ratio('(open_tickets - open_tickets_before)', 'open_tickets_before') }}
            as value,
        {{ growth_interval('open_tickets', 'open_tickets_before', '-') }} as low_limit,
        {{ growth_interval('open_tickets', 'open_tickets_before', '+') }} as high_limit
    from growth
),

final as (
    select
        week_start_date,
        kpi,
        numerator,
        denominator,
        cast(cases as bigint) as cases,
        value,
        {{ widened('low_limit', 'value', '-') }} as ci_low,
        {{ widened('high_limit', 'value', '+') }} as ci_high
    from measured
)

select * from final
