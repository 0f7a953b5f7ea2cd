with

weeks as (
    select
        week_start_date,
        is_complete_week
    from {{ ref('int_reporting_weeks') }}
),

contacts as (
    select * from {{ ref('int_contact_conversions') }}
),

counted as (
    select
        week_start_date,
        channel,
        count(*) as eligible_contacts,
        count(*) filter (where is_recovered) as recovered_contacts,
        sum(recovered_revenue) as recovered_revenue
    from contacts
    group by week_start_date, channel
),

final as (
    select
        weeks.week_start_date,
        counted.channel,
        weeks.is_complete_week,
        counted.eligible_contacts,
        counted.recovered_contacts,
        {{ ratio('counted.recovered_contacts', 'counted.eligible_contacts') }}
            as conversion_recovery_rate,
        cast(counted.recovered_revenue as decimal(38, 6)) as recovered_revenue
    from counted
    inner join weeks
        on counted.week_start_date = weeks.week_start_date
)

select * from final
