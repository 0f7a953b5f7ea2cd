-- A row is a holiday of a schedule that does not exist, or one that is listed twice.
-- The first is without effect, the second could be taken off the clocks twice.
-- Remedy: correct or remove the row in seeds/reference/schedule_holidays.csv.

with

schedule_holidays as (
    select * from {{ ref('schedule_holidays') }}
),

schedules as (
    select distinct schedule
    from {{ ref('schedules') }}
),

counted as (
    select
        schedule,
        holiday_date,
        count(*) as times_listed
    from schedule_holidays
    group by schedule, holiday_date
),

judged as (
    select
        counted.schedule,
        counted.holiday_date,
        case
            when schedules.schedule is null then 'the schedule does not exist'
            when counted.times_listed > 1 then 'is listed more than once'
        end as problem
    from counted
    left join schedules
        on counted.schedule = schedules.schedule
)

select *
from judged
where problem is not null
