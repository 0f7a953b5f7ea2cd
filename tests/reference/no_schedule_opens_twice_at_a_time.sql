-- A row is an opening period that overlaps an earlier one of the same schedule and day.
-- Minutes in the overlap would run twice on every clock of the schedule.
-- Remedy: merge or shorten the periods in seeds/reference/schedules.csv.

with

schedules as (
    select * from {{ ref('schedules') }}
),

compared as (
    select
        schedule,
        weekday,
        opens_at,
        max(closes_at) over (
            partition by schedule, weekday
            order by opens_at, closes_at
            rows between unbounded preceding and 1 preceding
        ) as earlier_closes_at
    from schedules
),

overlapping as (
    select
        schedule,
        weekday,
        opens_at,
        'overlaps an earlier opening period of the day' as problem
    from compared
    where earlier_closes_at > opens_at
)

select *
from overlapping
