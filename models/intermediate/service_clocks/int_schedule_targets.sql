{{ config(materialized='table') }}

-- The way back: from a reading of the clock to the instant at which it is first shown.
-- Open spans are numbered by the hours of open time they hold, so that a reading finds
-- its span by schedule and hour.
with

spans as (
    select distinct
        schedule,
        starts_at,
        ends_at,
        open_microseconds_before
    from {{ ref('int_schedule_spans') }}
    where is_open
),

measured as (
    select
        *,
        open_microseconds_before + {{ microseconds_between('starts_at', 'ends_at') }}
            as open_microseconds_after
    from spans
),

final as (
    select
        schedule,
        starts_at,
        open_microseconds_before,
        open_microseconds_after,
        {{ explode_numbers(
            open_hour('open_microseconds_before + 1'),
            open_hour('open_microseconds_after')
        ) }} as open_hour
    from measured
)

select * from final
