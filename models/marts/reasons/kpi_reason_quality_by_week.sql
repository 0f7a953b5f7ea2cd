with

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
        count(*) filter (where is_high_quality_reason) as high_quality_contacts,
        count(*) filter (where is_catch_all) as catch_all_contacts
    from {{ ref('fct_tickets') }}
    where is_contact
    group by created_week_start_date, channel
),

final as (
    select
        weeks.week_start_date,
        counted.channel,
        weeks.is_complete_week,
        counted.contacts,
        counted.high_quality_contacts,
        counted.catch_all_contacts,
        {{ ratio('counted.high_quality_contacts', 'counted.contacts') }}
            as high_quality_reason_share,
        {{ ratio('counted.catch_all_contacts', 'counted.contacts') }} as catch_all_share
    from counted
    inner join weeks
        on counted.week_start_date = weeks.week_start_date
)

select * from final
