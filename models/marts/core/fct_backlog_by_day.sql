-- Running sums of +1 and -1. A contact is older than 24 hours from created_at + 24 h
-- on: what happened to it before that takes effect at that moment. A change at midnight
-- belongs to the day that begins then; the last day is seen at as_of.
with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

steps as (
    select
        channel,
        commercial_impact,
        created_at,
        created_at as changed_at,
        1 as step
    from contacts
    union all
    select
        contacts.channel,
        contacts.commercial_impact,
        contacts.created_at,
        changes.changed_at,
        case when changes.is_resolved then -1 else 1 end as step
    from contacts
    inner join {{ ref('int_ticket_state_changes') }} as changes
        on contacts.ticket_id = changes.ticket_id
),

aged_steps as (
    select
        *,
        {{ explode_numbers(0, 3) }} as age_days
    from steps
),

dated_steps as (
    select
        aged_steps.channel,
        aged_steps.commercial_impact,
        aged_steps.age_days,
        aged_steps.step,
        greatest(
            {{ reporting_date(
                'greatest(aged_steps.changed_at, '
                ~ add_time('aged_steps.created_at', days='aged_steps.age_days') ~ ')'
            ) }},
            history.start_date
        ) as date_day
    from aged_steps
    cross join {{ ref('int_history') }} as history
    -- strictly older: what turns 24 hours old at as_of is not yet
    where
        aged_steps.age_days = 0
        or {{ add_time('aged_steps.created_at', days='aged_steps.age_days') }}
        < history.as_of
),

daily_steps as (
    select
        date_day,
        channel,
        commercial_impact,
        sum(step) filter (where age_days = 0) as opened,
        sum(step) filter (where age_days = 1) as turned_24h,
        sum(step) filter (where age_days = 2) as turned_48h,
        sum(step) filter (where age_days = 3) as turned_72h
    from dated_steps
    group by date_day, channel, commercial_impact
),

slices as (
    select distinct
        channel,
        commercial_impact
    from contacts
),

days as (
    select
        {{ explode_days('history.start_date', 'history.as_of_date') }} as date_day,
        slices.channel,
        slices.commercial_impact
    from slices
    cross join {{ ref('int_history') }} as history
),

running as (
    select
        days.date_day,
        days.channel,
        days.commercial_impact,
        cast(sum(daily_steps.opened) over so_far as bigint) as open_tickets,
        cast(coalesce(sum(daily_steps.turned_24h) over so_far, 0) as bigint)
            as older_than_24h,
        cast(coalesce(sum(daily_steps.turned_48h) over so_far, 0) as bigint)
            as older_than_48h,
        cast(coalesce(sum(daily_steps.turned_72h) over so_far, 0) as bigint)
            as older_than_72h
    from days
    left join daily_steps
        on
            days.date_day = daily_steps.date_day
            and days.channel = daily_steps.channel
            and days.commercial_impact
            is not distinct from daily_steps.commercial_impact
    window so_far as (
        partition by days.channel, days.commercial_impact
        order by days.date_day
        rows between unbounded preceding and current row
    )
),

final as (
    select * from running
    where open_tickets > 0
)

select * from final
