-- Business hours as UTC instants, from the first ticket to the last due time that a
-- target can reach: the weeks the longest target takes, and one more per holiday.
with

schedules as (
    select
        schedule,
        cast(weekday as bigint) as weekday,
        time_zone,
        {{ minutes_of_day('opens_at') }} as opens_minute,
        {{ minutes_of_day('closes_at') }} as closes_minute
    from {{ ref('schedules') }}
),

holidays as (
    select distinct
        schedule,
        cast(holiday_date as date) as holiday_date
    from {{ ref('schedule_holidays') }}
),

longest_targets as (
    select
        clock as schedule,
        max(greatest(first_response_minutes, resolution_minutes)) as target_minutes
    from {{ ref('sla_targets') }}
    group by clock
),

weekly_hours as (
    select
        schedule,
        sum(closes_minute - opens_minute) as weekly_minutes
    from schedules
    group by schedule
),

holiday_counts as (
    select
        schedule,
        count(*) as holiday_count
    from holidays
    group by schedule
),

first_tickets as (
    select cast(min(created_at) as date) as first_date
    from {{ ref('int_counted_tickets') }}
),

spans as (
    select
        weekly_hours.schedule,
        first_tickets.first_date,
        cast(clock.as_of as date) as as_of_date,
        cast(
            2 + ceil(longest_targets.target_minutes / weekly_hours.weekly_minutes)
            + coalesce(holiday_counts.holiday_count, 0) as bigint
        ) as weeks_ahead
    from weekly_hours
    inner join longest_targets
        on weekly_hours.schedule = longest_targets.schedule
    left join holiday_counts
        on weekly_hours.schedule = holiday_counts.schedule
    cross join first_tickets
    cross join {{ ref('int_as_of') }} as clock
),

days as (
    select
        schedule,
        {{ explode_days(
            add_time('first_date', days=-2),
            add_time('as_of_date', days='7 * weeks_ahead')
        ) }} as local_date
    from spans
),

final as (
    select
        days.schedule,
        cast({{ local_to_utc(
            add_time('cast(days.local_date as timestamp)', minutes='schedules.opens_minute'),
            'schedules.time_zone'
        ) }} as timestamp) as opens_at,
        cast({{ local_to_utc(
            add_time('cast(days.local_date as timestamp)', minutes='schedules.closes_minute'),
            'schedules.time_zone'
        ) }} as timestamp) as closes_at
    from days
    inner join schedules
        on
            days.schedule = schedules.schedule
            and {{ weekday('days.local_date') }} = schedules.weekday
    left join holidays
        on
            days.schedule = holidays.schedule
            and days.local_date = holidays.holiday_date
    where holidays.holiday_date is null
)

select * from final
