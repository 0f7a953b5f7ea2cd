-- For each KPI with drivers the four weeks that end with its latest mature week, and
-- the four before them; no KPI with fewer than eight.
{% set kpis = kpis_of_facts(['share', 'mean'], has_drivers=true) %}

with

definitions as (
    select
        kpi,
        window_days
    from {{ ref('kpi_definitions') }}
    where
        kpi in (
            {% for kpi in kpis -%}
            '{{ kpi.kpi }}'
            {{- "," if not loop.last }}
            {% endfor %}
        )
),

mature_weeks as (
    select
        definitions.kpi,
        weeks.week_start_date,
        row_number() over (
            partition by definitions.kpi order by weeks.week_start_date desc
        ) as latest_rank,
        max(weeks.week_start_date) over (partition by definitions.kpi)
            as latest_week_start_date,
        count(*) over (partition by definitions.kpi) as weeks
    from {{ ref('int_reporting_weeks') }} as weeks
    inner join definitions
        on
            weeks.as_of
            >= {{ add_time('weeks.ends_at', days='definitions.window_days') }}
    where weeks.is_complete_week
),

final as (
    select
        kpi,
        week_start_date,
        latest_week_start_date,
        latest_rank <= 4 as is_late
    from mature_weeks
    where weeks >= 8 and latest_rank <= 8
)

select * from final
