with

weeks as (
    select * from {{ ref('int_reporting_weeks') }}
    where is_complete_week
),

definitions as (
    select * from {{ ref('dim_kpis') }}
),

measures as (
    select * from {{ ref('int_scorecard_quotients') }}
    union all
    select * from {{ ref('int_scorecard_medians') }}
    union all
    select * from {{ ref('int_scorecard_states') }}
    union all
    select * from {{ ref('int_scorecard_rate_ratios') }}
),

-- every week has every KPI, with or without a value
measured as (
    select
        weeks.week_start_date,
        weeks.as_of,
        definitions.kpi,
        definitions.direction,
        definitions.healthy_bound,
        definitions.watch_bound,
        measures.numerator,
        measures.denominator,
        measures.cases,
        measures.value,
        measures.ci_low,
        measures.ci_high,
        {{ add_time('weeks.ends_at', days='definitions.window_days') }} <= weeks.as_of
            as is_mature,
        lag(measures.value) over weeks_of_kpi as previous_value,
        lag(measures.ci_low) over weeks_of_kpi as previous_ci_low,
        lag(measures.ci_high) over weeks_of_kpi as previous_ci_high
    from weeks
    cross join definitions
    left join measures
        on
            weeks.week_start_date = measures.week_start_date
            and definitions.kpi = measures.kpi
    window weeks_of_kpi as (
        partition by definitions.kpi
        order by weeks.week_start_date
    )
),

judged as (
    select
        *,
        {{ kpi_band('value') }} as value_band,
        {{ kpi_band('ci_low') }} as low_band,
        {{ kpi_band('ci_high') }} as high_band,
        {{ change_interval('-') }} as change_ci_low,
        {{ change_interval('+') }} as change_ci_high
    from measured
),

final as (
    select
        week_start_date,
        kpi,
        numerator,
        denominator,
        cases,
        value,
        case
            when value is null then 'no_data'
            when not is_mature then 'pending'
            else value_band
        end as band,
        is_mature,
        previous_value,
        ci_low,
        ci_high,
        low_band = high_band as is_band_certain,
        value - previous_value as change,
        change_ci_low,
        change_ci_high,
        {{ is_beyond_noise('change_ci_low', 'change_ci_high') }} as is_change_certain,
        as_of
    from judged
)

select * from final
