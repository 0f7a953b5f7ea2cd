with

weeks as (
    select
        week_start_date,
        is_complete_week
    from {{ ref('int_reporting_weeks') }}
),

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

-- the cost of failures and of what is still open is in the cost of a success
counted as (
    select
        created_week_start_date as week_start_date,
        channel,
        count(*) as contacts,
        sum(handling_cost) as handling_cost,
        count(*) filter (where is_resolved) as resolved_contacts,
        count(*) filter (where is_successful_resolution) as successful_resolutions,
        coalesce(sum(handling_cost) filter (where is_cost_decided), 0)
            as handling_cost_of_decided,
        count(*) filter (where is_handle_time_imputed) as imputed_contacts
    from contacts
    group by created_week_start_date, channel
),

final as (
    select
        weeks.week_start_date,
        counted.channel,
        weeks.is_complete_week,
        counted.contacts,
        cast(counted.handling_cost as decimal(38, 9)) as handling_cost,
        counted.resolved_contacts,
        counted.successful_resolutions,
        cast(counted.handling_cost_of_decided as decimal(38, 9))
            as handling_cost_of_decided,
        {{ ratio('counted.handling_cost', 'counted.contacts') }} as cost_per_contact,
        {{ ratio('counted.handling_cost', 'counted.resolved_contacts') }}
            as cost_per_resolution,
        {{ ratio(
            'counted.handling_cost_of_decided', 'counted.successful_resolutions'
        ) }} as cost_per_successful_resolution,
        counted.imputed_contacts
    from counted
    inner join weeks
        on counted.week_start_date = weeks.week_start_date
)

select * from final
