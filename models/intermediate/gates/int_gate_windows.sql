{{ config(materialized='table') }}

-- From when on a share is measured: gate_days, or, where these hold too few rows, as
-- far back as min_group rows reach. A share that is not measured for want of rows would
-- pass whatever is wrong. Only gates with too few rows are put in order.
with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

candidates as (
    select
        gate,
        part,
        happened_at
    from {{ ref('int_gate_candidates') }}
),

counted as (
    select
        candidates.gate,
        candidates.part,
        min({{ add_time('clock.as_of', days=-var('gate_days')) }}) as regular_from,
        count(*) filter (
            where candidates.happened_at
            >= {{ add_time('clock.as_of', days=-var('gate_days')) }}
        ) as regular_rows
    from candidates
    cross join clock
    group by candidates.gate, candidates.part
),

ranked as (
    select
        candidates.*,
        row_number() over (
            partition by candidates.gate, candidates.part
            order by candidates.happened_at desc
        ) as row_rank
    from candidates
    inner join counted
        on candidates.gate = counted.gate and candidates.part = counted.part
    where counted.regular_rows < {{ var('min_group') }}
),

reached as (
    select
        gate,
        part,
        min(happened_at) as reached_from
    from ranked
    where row_rank <= {{ var('min_group') }}
    group by gate, part
),

final as (
    select
        counted.gate,
        counted.part,
        counted.regular_rows,
        least(
            counted.regular_from, coalesce(reached.reached_from, counted.regular_from)
        ) as window_from,
        coalesce(reached.reached_from < counted.regular_from, false) as is_looked_back
    from counted
    left join reached
        on counted.gate = reached.gate and counted.part = reached.part
)

select * from final
