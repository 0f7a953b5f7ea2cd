-- A segment's weight is its part of the whole denominator, its part what its numerator
-- adds to the KPI. Taking away the change of the weight times the mean of both totals
-- leaves a segment that merely grew, at the shop's own rate, without a contribution; as
-- weights add up to 1 in both halves, it changes no sum.
with

totals as (
    select * from {{ ref('int_driver_totals') }}
),

segments as (
    select
        kpi,
        dimension,
        segment,
        coalesce(sum(numerator) filter (where is_late), 0) as numerator,
        coalesce(sum(denominator) filter (where is_late), 0) as denominator,
        coalesce(sum(numerator) filter (where not is_late), 0) as previous_numerator,
        coalesce(sum(denominator) filter (where not is_late), 0)
            as previous_denominator
    from {{ ref('int_driver_sums') }}
    where dimension <> 'all'
    group by kpi, dimension, segment
),

weighed as (
    select
        segments.*,
        {{ ratio('segments.numerator', 'segments.denominator') }} as value,
        {{ ratio('segments.previous_numerator', 'segments.previous_denominator') }}
            as previous_value,
        totals.latest_week_start_date as week_start_date,
        totals.value as total_value,
        totals.previous_value as total_previous_value,
        totals.change as total_change,
        totals.is_change_certain as is_total_change_certain,
        segments.numerator / totals.denominator
        - segments.previous_numerator / totals.previous_denominator as part_change,
        segments.denominator / totals.denominator as weight,
        segments.previous_denominator / totals.previous_denominator as previous_weight
    from segments
    inner join totals
        on segments.kpi = totals.kpi
),

effects as (
    select
        *,
        part_change
        - (total_value + total_previous_value) / 2 * (weight - previous_weight)
            as contribution,
        coalesce((weight + previous_weight) / 2 * (value - previous_value), 0)
            as rate_effect
    from weighed
),

final as (
    select
        kpi,
        dimension,
        segment,
        week_start_date,
        numerator,
        denominator,
        value,
        previous_numerator,
        previous_denominator,
        previous_value,
        total_value,
        total_previous_value,
        total_change,
        is_total_change_certain,
        contribution,
        rate_effect,
        contribution - rate_effect as mix_effect,
        cast(row_number() over (
            partition by kpi, dimension
            order by {{ comparable('abs(contribution)') }} desc, segment
        ) as bigint) as driver_rank
    from effects
)

select * from final
