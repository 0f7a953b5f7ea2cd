-- Declared KPIs that are medians of a week; their denominator is the number of values.
-- The values are ranked week by week, so no sort is of more than one week.
with

ranked as (
    select
        week_start_date,
        kpi,
        numerator as measured,
        row_number() over (
            partition by kpi, week_start_date order by numerator
        ) as measured_rank,
        count(*) over (partition by kpi, week_start_date) as measured_count
    from {{ ref('int_kpi_rows') }}
    where kind = 'median'
),

medians as (
    select
        week_start_date,
        kpi,
        cast(count(*) as double) as denominator,
        median(measured) as value,
        max(measured) filter (
            where measured_rank = {{ median_rank('measured_count', '-') }}
        ) as low_value,
        max(measured) filter (
            where measured_rank = {{ median_rank('measured_count', '+') }}
        ) as high_value
    from ranked
    group by week_start_date, kpi
),

final as (
    select
        week_start_date,
        kpi,
        cast(null as double) as numerator,
        denominator,
        cast(denominator as bigint) as cases,
        value,
        {{ widened('low_value', 'value', '-') }} as ci_low,
        {{ widened('high_value', 'value', '+') }} as ci_high
    from medians
)

select * from final
