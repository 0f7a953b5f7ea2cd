-- A row is a schedule without a time zone or with several.
-- Its opening hours would be read in two zones, or in none.
-- Remedy: write the same zone on all rows of the schedule in schedules.csv.

with

schedules as (
    select * from {{ ref('schedules') }}
),

zones as (
    select
        schedule,
        count(*) as opening_periods,
        count(nullif(trim(time_zone), '')) as periods_with_zone,
        count(distinct time_zone) as time_zones
    from schedules
    group by schedule
),

wrong as (
    select
        schedule,
        'has no time zone or several' as problem
    from zones
    where time_zones <> 1 or periods_with_zone < opening_periods
)

select *
from wrong
