-- Serves the daily decision whether yesterday's solutions hold: who comes back, and how
-- many solutions fail.
-- One row per day of the last 28 that are complete weeks, the latest first. Repeat
-- contacts and their cost (reporting currency) are of contacts created that day;
-- repeat_rate_7_days is over the 7 days that end with it, because a day is small. The
-- rest is about contacts resolved for good that day: undecided ones may still fail
-- (within 7 days, var repeat_contact_days), so successful_share is null while there are
-- any, and where nothing was resolved.
with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

{{ last_week() }},

days as (
    select dates.date_day
    from {{ ref('dim_dates') }} as dates
    cross join last_week
    where
        {{ is_in_last_weeks('dates.week_start_date', 5) }}
),

created as (
    select
        created_date as date_day,
        count(*) as contacts,
        count(*) filter (where is_repeat_contact) as repeat_contacts,
        count(*) filter (where is_refund_linked and is_repeat_contact)
            as refund_linked_repeats,
        coalesce(sum(handling_cost) filter (where is_repeat_contact), 0)
            as repeat_handling_cost
    from contacts
    group by created_date
),

resolved as (
    select
        {{ reporting_date('resolved_at') }} as date_day,
        count(*) as resolved_contacts,
        count(*) filter (where is_successful_resolution) as successful,
        count(*) filter (where is_successful_resolution is null) as undecided,
        count(*) filter (where reopen_count > 0) as reopened
    from contacts
    where is_resolved
    group by {{ reporting_date('resolved_at') }}
),

joined as (
    select
        days.date_day,
        coalesce(created.contacts, 0) as contacts,
        coalesce(created.repeat_contacts, 0) as repeat_contacts,
        coalesce(created.refund_linked_repeats, 0) as refund_linked_repeats,
        coalesce(created.repeat_handling_cost, 0) as repeat_handling_cost,
        coalesce(resolved.resolved_contacts, 0) as resolved_contacts,
        coalesce(resolved.successful, 0) as successful,
        coalesce(resolved.undecided, 0) as undecided,
        coalesce(resolved.reopened, 0) as reopened
    from days
    left join created using (date_day)
    left join resolved using (date_day)
),

summed as (
    select
        *,
        sum(contacts) over last_7_days as contacts_7_days,
        sum(repeat_contacts) over last_7_days as repeat_contacts_7_days,
        row_number() over (order by date_day desc) as day_rank
    from joined
    window last_7_days as (order by date_day rows between 6 preceding and current row)
),

final as (
    select
        date_day,
        contacts,
        repeat_contacts,
        round({{ ratio('repeat_contacts_7_days', 'contacts_7_days') }}, 3)
            as repeat_rate_7_days,
        refund_linked_repeats,
        round(repeat_handling_cost, 2) as repeat_handling_cost,
        resolved_contacts,
        reopened,
        undecided,
        case
            when undecided = 0
                then round({{ ratio('successful', 'resolved_contacts') }}, 3)
        end as successful_share
    from summed
    where day_rank <= 28
)

select * from final
order by date_day desc
