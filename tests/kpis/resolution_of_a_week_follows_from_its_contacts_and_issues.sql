-- A row is a week of kpi_resolution_by_week whose sums the contacts do not bear out:
-- SLAs are judged by instants, issues are put together from their contacts again.
-- Remedy: list the contacts of that week in fct_tickets with issue_id, resolved_at and
-- resolution_due_at, and mend the model whose column is named.

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

weeks as (
    select week_start_date from {{ ref('int_reporting_weeks') }}
),

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

marts as (
    select
        week_start_date,
        sum(contacts) as contacts,
        sum(resolution_sla_met) as resolution_sla_met,
        sum(resolution_sla_breached) as resolution_sla_breached,
        sum(outcome_sla_met) as outcome_sla_met,
        sum(outcome_sla_breached) as outcome_sla_breached,
        sum(first_contact_resolutions) as first_contact_resolutions,
        sum(decided_issues) as decided_issues,
        sum(repeat_contacts) as repeat_contacts
    from {{ ref('kpi_resolution_by_week') }}
    group by week_start_date
),

judged as (
    select
        contacts.*,
        contacts.resolved_at <= contacts.resolution_due_at as is_in_time,
        contacts.resolved_at > contacts.resolution_due_at
        or (contacts.resolved_at is null and contacts.resolution_due_at < clock.as_of)
            as is_too_late
    from contacts
    cross join clock
),

counted as (
    select
        created_week_start_date as week_start_date,
        count(*) as contacts,
        sum(case when is_in_time then 1 else 0 end) as met,
        sum(case when is_too_late then 1 else 0 end) as breached,
        sum(case when is_in_time and is_successful_resolution then 1 else 0 end)
            as outcome_met,
        sum(
            case
                when is_too_late then 1
                when is_in_time and not is_successful_resolution then 1
                else 0
            end
        ) as outcome_breached,
        sum(case when ticket_id <> issue_id then 1 else 0 end) as repeats
    from judged
    group by created_week_start_date
),

-- the latest contact of an issue is the one that no other follows
followed as (
    select
        issue_id,
        created_week_start_date,
        resolved_at,
        reopen_count,
        contact_number,
        max(contact_number) over (partition by issue_id) as contacts
    from contacts
),

issues as (
    select
        followed.issue_id,
        min(followed.created_week_start_date) as week_start_date,
        max(followed.contacts) as contacts,
        max(followed.reopen_count) as reopens,
        max(
            case
                when
                    followed.contact_number = followed.contacts
                    and {{ add_time(
                        'followed.resolved_at', days=var('repeat_contact_days')
                    ) }} <= clock.as_of
                    then 1
                else 0
            end
        ) as is_settled
    from followed
    cross join clock
    group by followed.issue_id
),

issue_counts as (
    select
        week_start_date,
        sum(is_settled) as decided,
        sum(case when contacts = 1 and reopens = 0 then is_settled else 0 end)
            as at_first
    from issues
    group by week_start_date
),

compared as (
    select
        weeks.week_start_date,
        case
            when coalesce(marts.contacts, 0) <> coalesce(counted.contacts, 0)
                then 'contacts'
            when marts.resolution_sla_met <> counted.met then 'resolution_sla_met'
            when marts.resolution_sla_breached <> counted.breached
                then 'resolution_sla_breached'
            when marts.outcome_sla_met <> counted.outcome_met then 'outcome_sla_met'
            when marts.outcome_sla_breached <> counted.outcome_breached
                then 'outcome_sla_breached'
            when marts.repeat_contacts <> counted.repeats then 'repeat_contacts'
            when coalesce(marts.decided_issues, 0) <> coalesce(issue_counts.decided, 0)
                then 'decided_issues'
            when
                coalesce(marts.first_contact_resolutions, 0)
                <> coalesce(issue_counts.at_first, 0)
                then 'first_contact_resolutions'
        end as problem
    from weeks
    left join marts
        on weeks.week_start_date = marts.week_start_date
    left join counted
        on weeks.week_start_date = counted.week_start_date
    left join issue_counts
        on weeks.week_start_date = issue_counts.week_start_date
)

select *
from compared
where problem is not null
