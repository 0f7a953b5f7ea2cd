{{ config(materialized='table') }}

-- From when on a share is measured: gate_days, or, where these hold too few rows, as
-- far back as min_group rows reach. A share that is not measured for want of rows would
-- pass whatever is wrong. Gates that look at the same rows have the same window; only
-- populations with too few rows are put in order.
{% set populations = gate_populations() %}
with

clock as (
    select {{ add_time('as_of', days=-var('gate_days')) }} as regular_from
    from {{ ref('int_as_of') }}
),

contacts as (
    select
        created_at as happened_at,
        journey_stage,
        is_catch_all,
        is_resolved
    from {{ ref('fct_tickets') }}
    where is_contact
),

refunds as (
    select
        requested_at as happened_at,
        status
    from {{ ref('fct_refunds') }}
    where not is_test_order
),

happenings as (
    {% for name, population in populations.items() -%}
    select
        '{{ name }}' as population,
        happened_at
    from {{ population['of'] }}
    where {{ population['holds'] }}
    {{ "union all" if not loop.last }}
    {% endfor %}
),

counted as (
    select
        happenings.population,
        min(clock.regular_from) as regular_from,
        count(*) filter (where happenings.happened_at >= clock.regular_from)
            as regular_rows
    from happenings
    cross join clock
    group by happenings.population
),

ranked as (
    select
        happenings.population,
        happenings.happened_at,
        row_number() over (
            partition by happenings.population
            order by happenings.happened_at desc
        ) as row_rank
    from happenings
    inner join counted
        on happenings.population = counted.population
    where counted.regular_rows < {{ var('min_group') }}
),

reached as (
    select
        population,
        min(happened_at) as reached_from
    from ranked
    where row_rank <= {{ var('min_group') }}
    group by population
),

gates as (
    {% for name, population in populations.items() -%}
    {% set last_population = loop.last -%}
    {% for gate, part in population['gates'] -%}
    select
        '{{ gate }}' as gate,
        '{{ part }}' as part,
        '{{ name }}' as population
    {{ "union all" if not (loop.last and last_population) }}
    {% endfor -%}
    {% endfor %}
),

final as (
    select
        gates.gate,
        gates.part,
        gates.population,
        counted.regular_rows,
        least(
            counted.regular_from, coalesce(reached.reached_from, counted.regular_from)
        ) as window_from,
        coalesce(reached.reached_from < counted.regular_from, false) as is_looked_back
    from gates
    inner join counted
        on gates.population = counted.population
    left join reached
        on counted.population = reached.population
)

select * from final
