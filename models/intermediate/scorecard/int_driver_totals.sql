-- The whole shop in both halves of each KPI with drivers, and whether the change
-- between them is beyond noise; no KPI of which a half has no denominator.
with

halves as (
    select
        *,
        {{ quotient_value() }} as value
    from {{ ref('int_driver_sums') }}
    where dimension = 'all'
),

bounded as (
    select
        *,
        {{ quotient_interval('-') }} as ci_low,
        {{ quotient_interval('+') }} as ci_high
    from halves
),

compared as (
    select
        late.kpi,
        late.latest_week_start_date,
        late.denominator,
        late.value,
        late.ci_low,
        late.ci_high,
        early.denominator as previous_denominator,
        early.value as previous_value,
        early.ci_low as previous_ci_low,
        early.ci_high as previous_ci_high
    from bounded as late
    inner join bounded as early
        on late.kpi = early.kpi and not early.is_late
    where late.is_late and late.denominator > 0 and early.denominator > 0
),

final as (
    select
        kpi,
        latest_week_start_date,
        denominator,
        value,
        previous_denominator,
        previous_value,
        value - previous_value as change,
        {{ is_beyond_noise(change_interval('-'), change_interval('+')) }}
            as is_change_certain
    from compared
)

select * from final
