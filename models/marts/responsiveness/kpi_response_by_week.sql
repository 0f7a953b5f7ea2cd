with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

weeks as (
    select
        week_start_date,
        is_complete_week
    from {{ ref('int_reporting_weeks') }}
),

counted as (
    select
        created_week_start_date as week_start_date,
        channel,
        count(*) as contacts,
        count(first_human_reply_at) as replied_contacts,
        count(*) filter (where response_sla = 'met') as response_sla_met,
        count(*) filter (where response_sla = 'breached') as response_sla_breached,
        median(first_response_minutes) as first_response_median_minutes,
        percentile_cont(0.9) within group (order by first_response_minutes)
            as first_response_p90_minutes,
        median(first_response_calendar_minutes)
            as first_response_median_calendar_minutes
    from contacts
    group by created_week_start_date, channel
),

final as (
    select
        weeks.week_start_date,
        counted.channel,
        weeks.is_complete_week,
        counted.contacts,
        counted.replied_contacts,
        counted.response_sla_met,
        counted.response_sla_breached,
        {{ ratio(
            'counted.response_sla_met',
            '(counted.response_sla_met + counted.response_sla_breached)'
        ) }} as first_response_sla,
        counted.first_response_median_minutes,
        counted.first_response_p90_minutes,
        counted.first_response_median_calendar_minutes
    from counted
    inner join weeks
        on counted.week_start_date = weeks.week_start_date
)

select * from final
