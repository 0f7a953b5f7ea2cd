with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

issues as (
    select
        issue_id,
        is_decided,
        is_first_contact_resolution
    from {{ ref('fct_issues') }}
),

weeks as (
    select
        week_start_date,
        is_complete_week
    from {{ ref('int_reporting_weeks') }}
),

-- an issue is counted with its first contact, whose ticket_id it bears
counted as (
    select
        contacts.created_week_start_date as week_start_date,
        contacts.channel,
        contacts.commercial_impact,
        count(*) as contacts,
        count(*) filter (where contacts.is_resolved) as resolved_contacts,
        count(*) filter (where contacts.resolution_sla = 'met') as resolution_sla_met,
        count(*) filter (where contacts.resolution_sla = 'breached')
            as resolution_sla_breached,
        count(*) filter (where contacts.outcome_sla = 'met') as outcome_sla_met,
        count(*) filter (where contacts.outcome_sla = 'breached')
            as outcome_sla_breached,
        median(contacts.resolution_minutes) as resolution_median_minutes,
        percentile_cont(0.9) within group (order by contacts.resolution_minutes)
            as resolution_p90_minutes,
        median(contacts.resolution_calendar_minutes)
            as resolution_median_calendar_minutes,
        count(*) filter (where contacts.is_one_touch) as one_touch_contacts,
        count(*) filter (where contacts.reopen_count > 0) as reopened_contacts,
        count(*) filter (where contacts.is_successful_resolution)
            as successful_resolutions,
        count(*) filter (where issues.is_first_contact_resolution)
            as first_contact_resolutions,
        count(*) filter (where issues.is_decided) as decided_issues,
        count(*) filter (where contacts.is_repeat_contact) as repeat_contacts
    from contacts
    left join issues
        on contacts.ticket_id = issues.issue_id
    group by
        contacts.created_week_start_date, contacts.channel, contacts.commercial_impact
),

final as (
    select
        weeks.week_start_date,
        counted.channel,
        counted.commercial_impact,
        weeks.is_complete_week,
        counted.contacts,
        counted.resolved_contacts,
        counted.resolution_sla_met,
        counted.resolution_sla_breached,
        {{ ratio(
            'counted.resolution_sla_met',
            '(counted.resolution_sla_met + counted.resolution_sla_breached)'
        ) }} as resolution_sla,
        counted.outcome_sla_met,
        counted.outcome_sla_breached,
        {{ ratio(
            'counted.outcome_sla_met',
            '(counted.outcome_sla_met + counted.outcome_sla_breached)'
        ) }} as outcome_sla,
        counted.resolution_median_minutes,
        counted.resolution_p90_minutes,
        counted.resolution_median_calendar_minutes,
        counted.one_touch_contacts,
        counted.reopened_contacts,
        counted.successful_resolutions,
        counted.first_contact_resolutions,
        counted.decided_issues,
        {{ ratio('counted.first_contact_resolutions', 'counted.decided_issues') }}
            as fcr,
        counted.repeat_contacts,
        {{ ratio('counted.repeat_contacts', 'counted.contacts') }}
            as repeat_contact_rate
    from counted
    inner join weeks
        on counted.week_start_date = weeks.week_start_date
)

select * from final
