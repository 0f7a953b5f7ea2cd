-- A week of a small shop has fewer contacts than hours, so some weeks are laid over
-- each other; incomplete ones would leave the later weekdays with less.
with

weeks as (
    select week_start_date from {{ ref('int_reporting_weeks') }}
    where is_complete_week
),

latest as (
    select max(week_start_date) as week_start_date from weeks
),

staffing as (
    select weeks.week_start_date
    from weeks
    cross join latest
    where
        weeks.week_start_date > {{ as_date(
            add_time('latest.week_start_date', days=-7 * var('staffing_weeks'))
        ) }}
),

period as (
    select
        min(week_start_date) as first_week_start_date,
        count(*) as weeks
    from staffing
),

contacts as (
    select
        {{ weekday('created_date') }} as weekday,
        {{ reporting_hour('created_at') }} as local_hour,
        response_sla,
        first_response_calendar_minutes
    from {{ ref('fct_tickets') }}
    where
        is_contact
        and created_week_start_date in (select staffing.week_start_date from staffing)
),

counted as (
    select
        weekday,
        local_hour,
        count(*) as contacts,
        count(first_response_calendar_minutes) as replied_contacts,
        median(first_response_calendar_minutes)
            as first_response_median_calendar_minutes,
        count(*) filter (where response_sla = 'met') as response_sla_met,
        count(*) filter (where response_sla = 'breached') as response_sla_breached
    from contacts
    group by weekday, local_hour
),

final as (
    select
        cast(counted.weekday as bigint) as weekday,
        counted.local_hour,
        counted.contacts,
        {{ ratio('counted.contacts', 'period.weeks') }} as contacts_per_week,
        counted.replied_contacts,
        counted.first_response_median_calendar_minutes,
        counted.response_sla_met,
        counted.response_sla_breached,
        {{ ratio(
            'counted.response_sla_met',
            '(counted.response_sla_met + counted.response_sla_breached)'
        ) }} as first_response_sla,
        period.weeks,
        period.first_week_start_date,
        cast(
            '{{ dbt.escape_single_quotes(var("reporting_time_zone")) }}'
            as {{ dbt.type_string() }}
        ) as time_zone
    from counted
    cross join period
)

select * from final
