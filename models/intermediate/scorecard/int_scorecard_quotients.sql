-- Declared KPIs that are one sum over another in a week: shares, scores and means.
with

sums as (
    select
        week_start_date,
        kpi,
        kind,
        {{ quotient_sums() }}
    from {{ ref('int_kpi_rows') }}
    where kind <> 'median'
    group by week_start_date, kpi, kind
),

valued as (
    select
        *,
        {{ quotient_value() }} as value
    from sums
),

final as (
    select
        week_start_date,
        kpi,
        numerator,
        denominator,
        cases,
        value,
        {{ quotient_interval('-') }} as ci_low,
        {{ quotient_interval('+') }} as ci_high
    from valued
)

select * from final
