-- A row is a KPI and dimension whose drivers do not add up to the change of the shop,
-- or whose segments do not add up to the weeks of the scorecard; or one without rows
-- although both halves have a denominator.
-- Remedy: follow the numbers from kpi_change_drivers to int_driver_sums and
-- int_driver_totals; a contact that is in no segment, or in two, breaks the sums.

with

drivers as (
    select * from {{ ref('kpi_change_drivers') }}
),

dimensions as (
    {% for dimension in driver_dimensions() -%}
    select '{{ dimension }}' as dimension
    {{ "union all" if not loop.last }}
    {% endfor %}
),

expected as (
    select
        definitions.kpi,
        dimensions.dimension
    from {{ ref('kpi_definitions') }} as definitions
    cross join dimensions
    where
        definitions.kpi in (
            {% for kpi in kpis_of_facts(['share', 'mean'], has_drivers=true) -%}
            '{{ kpi.kpi }}'
            {{- "," if not loop.last }}
            {% endfor %}
        )
),

ranked_weeks as (
    select
        kpi,
        numerator,
        denominator,
        row_number() over (partition by kpi order by week_start_date desc) as weeks_ago
    from {{ ref('kpi_scorecard') }}
    where is_mature
),

weeks as (
    select
        kpi,
        max(weeks_ago) as weeks,
        coalesce(sum(numerator) filter (where weeks_ago <= 4), 0) as numerator,
        coalesce(sum(denominator) filter (where weeks_ago <= 4), 0) as denominator,
        coalesce(sum(numerator) filter (where weeks_ago between 5 and 8), 0)
            as previous_numerator,
        coalesce(sum(denominator) filter (where weeks_ago between 5 and 8), 0)
            as previous_denominator
    from ranked_weeks
    group by kpi
),

sums as (
    select
        kpi,
        dimension,
        count(distinct total_change) as totals,
        max(total_change) as total_change,
        max(total_value) as total_value,
        max(total_previous_value) as total_previous_value,
        sum(contribution) as contribution,
        sum(rate_effect + mix_effect) as effects,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        sum(previous_numerator) as previous_numerator,
        sum(previous_denominator) as previous_denominator,
        max(driver_rank) - count(*) as rank_gaps
    from drivers
    group by kpi, dimension
),

judged as (
    select
        coalesce(expected.kpi, sums.kpi) as kpi,
        coalesce(expected.dimension, sums.dimension) as dimension,
        case
            when
                (sums.kpi is not null)
                <> (
                    weeks.weeks >= 8
                    and weeks.denominator > 0
                    and weeks.previous_denominator > 0
                )
                then 'drivers of too little, or none of enough'
            when sums.totals > 1 then 'several totals'
            when abs(sums.contribution - sums.total_change) > 1e-9
                then 'contributions'
            when abs(sums.effects - sums.total_change) > 1e-9
                then 'rate and mix effects'
            when
                abs(sums.total_value - sums.total_previous_value - sums.total_change)
                > 1e-9
                then 'total_change'
            when
                abs(sums.total_value - sums.numerator / sums.denominator) > 1e-9
                or abs(
                    sums.total_previous_value
                    - sums.previous_numerator / sums.previous_denominator
                ) > 1e-9
                then 'totals'
            when
                abs(sums.numerator - weeks.numerator) > 1e-6
                or abs(sums.denominator - weeks.denominator) > 1e-6
                or abs(sums.previous_numerator - weeks.previous_numerator) > 1e-6
                or abs(sums.previous_denominator - weeks.previous_denominator) > 1e-6
                then 'the weeks of the scorecard'
            when sums.rank_gaps <> 0 then 'driver_rank'
        end as problem
    from expected
    full join sums
        on expected.kpi = sums.kpi and expected.dimension = sums.dimension
    left join weeks
        on weeks.kpi = coalesce(expected.kpi, sums.kpi)
)

select *
from judged
where problem is not null
