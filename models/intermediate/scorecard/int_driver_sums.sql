{{ config(materialized='table') }}

-- Both halves of each KPI with drivers, by every segment of every dimension and in all.
-- The contact that a row is about says its segments.
with

dimensions as (
    select 'all' as dimension
    {% for dimension in driver_dimensions() -%}
    union all
    select '{{ dimension }}' as dimension
    {% endfor %}
),

segmented as (
    select
        counted.kpi,
        counted.kind,
        halves.latest_week_start_date,
        halves.is_late,
        dimensions.dimension,
        case dimensions.dimension
            when 'all' then 'all'
            {% for dimension in driver_dimensions() -%}
            when '{{ dimension }}' then coalesce(tickets.{{ dimension }}, 'unknown')
            {% endfor -%}
        end as segment,
        counted.numerator,
        counted.denominator
    from {{ ref('int_kpi_rows') }} as counted
    inner join {{ ref('int_driver_halves') }} as halves
        on
            counted.kpi = halves.kpi
            and counted.week_start_date = halves.week_start_date
    left join {{ ref('fct_tickets') }} as tickets
        on counted.ticket_id = tickets.ticket_id
    cross join dimensions
),

final as (
    select
        kpi,
        kind,
        latest_week_start_date,
        is_late,
        dimension,
        segment,
        {{ quotient_sums() }}
    from segmented
    group by kpi, kind, latest_week_start_date, is_late, dimension, segment
)

select * from final
