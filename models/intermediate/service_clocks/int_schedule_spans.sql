{{ config(materialized='table') }}

-- Time cut into open and closed spans without gaps, once more at every UTC midnight: an
-- instant finds its span by schedule and date, and the clock's reading is the open time
-- before the span plus the part of it that has passed.
with

hours as (
    select * from {{ ref('int_schedule_hours') }}
),

first_tickets as (
    select cast(cast(min(created_at) as date) as timestamp) as first_midnight
    from {{ ref('int_counted_tickets') }}
),

measured as (
    select
        schedule,
        opens_at,
        closes_at,
        lead(opens_at) over following as next_opens_at,
        {{ microseconds_between('opens_at', 'closes_at') }} as open_microseconds,
        sum({{ microseconds_between('opens_at', 'closes_at') }}) over following
            as open_microseconds_by_close
    from hours
    window following as (partition by schedule order by opens_at)
),

spans as (
    select
        schedule,
        true as is_open,
        opens_at as starts_at,
        closes_at as ends_at,
        cast(open_microseconds_by_close - open_microseconds as bigint)
            as open_microseconds_before
    from measured
    union all
    select
        schedule,
        false as is_open,
        closes_at as starts_at,
        next_opens_at as ends_at,
        cast(open_microseconds_by_close as bigint) as open_microseconds_before
    from measured
    where closes_at < next_opens_at
    union all
    -- from the first ticket on to the first opening, however long the closure
    select
        measured.schedule,
        false as is_open,
        min(first_tickets.first_midnight) as starts_at,
        min(measured.opens_at) as ends_at,
        cast(0 as bigint) as open_microseconds_before
    from measured
    cross join first_tickets
    group by measured.schedule
    having min(measured.opens_at) > min(first_tickets.first_midnight)
),

final as (
    select
        schedule,
        {{ explode_days(
            'cast(starts_at as date)',
            'cast(' ~ add_time('ends_at', microseconds=-1) ~ ' as date)'
        ) }} as utc_date,
        is_open,
        starts_at,
        ends_at,
        open_microseconds_before
    from spans
)

select * from final
