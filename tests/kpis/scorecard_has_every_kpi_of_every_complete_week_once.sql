-- A row is a week and KPI that kpi_scorecard lacks, has twice, or has without a reason:
-- the KPIs are those of kpi_definitions and of kpi_bands, the weeks those that have
-- ended.
-- Remedy: give the KPI a row in both seeds and declare it in macros/kpi/kpis.sql; what
-- is no quotient of rows, have int_scorecard_states measure for each week once.

with

kpis as (
    select kpi from {{ ref('kpi_definitions') }}
    union distinct
    select kpi from {{ ref('kpi_bands') }}
),

weeks as (
    select week_start_date from {{ ref('int_reporting_weeks') }}
    where ends_at <= as_of
),

expected as (
    select
        weeks.week_start_date,
        kpis.kpi
    from weeks
    cross join kpis
),

scores as (
    select
        week_start_date,
        kpi,
        count(*) as score_rows
    from {{ ref('kpi_scorecard') }}
    group by week_start_date, kpi
),

compared as (
    select
        coalesce(expected.week_start_date, scores.week_start_date) as week_start_date,
        coalesce(expected.kpi, scores.kpi) as kpi,
        case
            when scores.kpi is null then 'is missing'
            when expected.kpi is null then 'is no KPI, or its week is not complete'
            when scores.score_rows > 1 then 'is there more than once'
        end as problem
    from expected
    full join scores
        on
            expected.week_start_date = scores.week_start_date
            and expected.kpi = scores.kpi
)

select *
from compared
where problem is not null
