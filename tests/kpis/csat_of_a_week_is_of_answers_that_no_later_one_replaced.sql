-- A row is a week and contact reason of kpi_experience_by_week whose CSAT the surveys
-- do not bear out, or whose total is not the sum of its reasons.
-- Remedy: list the csat surveys of that week in fct_surveys with the first_resolved_at
-- of their tickets, and mend is_counted_answer or the mart.

with

weeks as (
    select
        week_start_date,
        starts_at,
        ends_at
    from {{ ref('int_reporting_weeks') }}
),

-- an answer finds its week among those that touch its UTC day, by the instants
week_days as (
    select
        *,
        {{ explode_days(as_date('starts_at'), as_date('ends_at')) }} as utc_date
    from weeks
),

contacts as (
    select
        ticket_id,
        contact_reason,
        first_resolved_at
    from {{ ref('fct_tickets') }}
    where is_contact
),

surveys as (
    select * from {{ ref('fct_surveys') }}
    where survey_type = 'csat' and score is not null and responded_at is not null
),

marts as (
    select * from {{ ref('kpi_experience_by_week') }}
    where segment = 'all'
),

answers as (
    select
        surveys.survey_id,
        surveys.ticket_id,
        surveys.score,
        surveys.responded_at,
        contacts.contact_reason
    from surveys
    inner join contacts
        on surveys.ticket_id = contacts.ticket_id
    where surveys.sent_at >= contacts.first_resolved_at
),

latest_times as (
    select
        ticket_id,
        max(responded_at) as responded_at
    from answers
    group by ticket_id
),

-- no later one replaced these
latest as (
    select max(answers.survey_id) as survey_id
    from answers
    inner join latest_times
        on
            answers.ticket_id = latest_times.ticket_id
            and answers.responded_at = latest_times.responded_at
    group by answers.ticket_id
),

counted as (
    select
        week_days.week_start_date,
        answers.contact_reason,
        count(*) as answered,
        sum(case when answers.score in (4, 5) then 1 else 0 end) as satisfied
    from answers
    inner join week_days
        on
            week_days.utc_date = {{ as_date('answers.responded_at') }}
            and {{ is_within('answers.responded_at', 'week_days') }}
    inner join latest
        on answers.survey_id = latest.survey_id
    group by week_days.week_start_date, answers.contact_reason
),

with_totals as (
    select
        week_start_date,
        contact_reason,
        answered,
        satisfied
    from counted
    union all
    select
        week_start_date,
        'all' as contact_reason,
        sum(answered) as answered,
        sum(satisfied) as satisfied
    from counted
    group by week_start_date
),

compared as (
    select
        coalesce(marts.week_start_date, with_totals.week_start_date) as week_start_date,
        coalesce(marts.contact_reason, with_totals.contact_reason) as contact_reason,
        case
            when coalesce(marts.csat_answered, 0) <> coalesce(with_totals.answered, 0)
                then 'csat_answered'
            when coalesce(marts.csat_satisfied, 0) <> coalesce(with_totals.satisfied, 0)
                then 'csat_satisfied'
            when marts.csat_answered_of_sent > marts.csat_sent_tickets
                then 'more contacts answered than were sent to'
        end as problem
    from marts
    full join with_totals
        on
            marts.week_start_date = with_totals.week_start_date
            and marts.contact_reason = with_totals.contact_reason
)

select *
from compared
where problem is not null
