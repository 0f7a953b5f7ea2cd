-- KPIs that set one rate against another: the repeat purchase rate of a month against
-- that of the month before (the more the better), and how often informed orders are
-- asked about against uninformed ones (the less the better, so turned over).
with

compared as (
    select
        week_start_date,
        'repeat_purchase_trend' as kpi,
        rate as numerator,
        rate_before as denominator,
        {{ ratio('rate', 'rate_before') }} - 1 as value,
        1 as turn,
        repeat_customers as hits,
        customers as rated,
        repeat_customers_before as base_hits,
        customers_before as base_rated
    from {{ ref('int_repeat_purchase_trends') }}
    union all
    select
        week_start_date,
        'wismo_deflection_rate' as kpi,
        informed_asked_rate as numerator,
        uninformed_asked_rate as denominator,
        wismo_deflection_rate as value,
        -1 as turn,
        informed_asked as hits,
        informed_orders as rated,
        uninformed_asked as base_hits,
        uninformed_orders as base_rated
    from {{ ref('kpi_wismo_by_week') }}
),

bounded as (
    select
        *,
        turn * ({{ rate_ratio_interval(
            'hits', 'rated', 'base_hits', 'base_rated', '-'
        ) }} - 1) as one_end,
        turn * ({{ rate_ratio_interval(
            'hits', 'rated', 'base_hits', 'base_rated', '+'
        ) }} - 1) as other_end
    from compared
),

final as (
    select
        week_start_date,
        kpi,
        numerator,
        denominator,
        rated + base_rated as cases,
        value,
        case
            when value is not null
                then {{ widened('least(one_end, other_end)', 'value', '-') }}
        end as ci_low,
        case
            when value is not null
                then {{ widened('greatest(one_end, other_end)', 'value', '+') }}
        end as ci_high
    from bounded
)

select * from final
