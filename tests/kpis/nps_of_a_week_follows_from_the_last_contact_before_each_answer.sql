-- A row is a week and segment of kpi_experience_by_week whose NPS the answers do not
-- bear out. A customer counts as contacted by the last contact before the answer.
-- Remedy: list the nps surveys answered in that week in fct_surveys with the contacts
-- of their customers, and mend int_nps_answers or the mart.

with

weeks as (
    select
        week_start_date,
        starts_at,
        ends_at
    from {{ ref('int_reporting_weeks') }}
),

surveys as (
    select
        survey_id,
        customer_id,
        score,
        responded_at
    from {{ ref('fct_surveys') }}
    where survey_type = 'nps' and score is not null and responded_at is not null
),

contacts as (
    select
        customer_id,
        created_at,
        row_number() over (partition by customer_id order by created_at)
            as contact_number
    from {{ ref('fct_tickets') }}
    where is_contact and customer_id in (select surveys.customer_id from surveys)
),

marts as (
    select * from {{ ref('kpi_experience_by_week') }}
    where contact_reason = 'all'
),

moments as (
    select
        customer_id,
        responded_at as happened_at,
        survey_id,
        0 as contacts
    from surveys
    union all
    select
        customer_id,
        created_at as happened_at,
        cast(null as {{ dbt.type_string() }}) as survey_id,
        1 as contacts
    from contacts
),

counted_moments as (
    select
        customer_id,
        survey_id,
        sum(contacts) over (
            partition by customer_id
            order by happened_at, contacts
            rows between unbounded preceding and current row
        ) as contacts_before
    from moments
),

last_contacts as (
    select
        counted_moments.survey_id,
        contacts.created_at
    from counted_moments
    inner join contacts
        on
            counted_moments.customer_id = contacts.customer_id
            and counted_moments.contacts_before = contacts.contact_number
    where counted_moments.survey_id is not null
),

placed as (
    select
        weeks.week_start_date,
        surveys.customer_id is not null as is_known,
        coalesce(
            {{ add_time('last_contacts.created_at', days=90) }} >= surveys.responded_at,
            false
        ) as is_contacted,
        case
            when surveys.score > 8 then 1
            when surveys.score < 7 then -1
            else 0
        end as vote
    from surveys
    inner join weeks
        on
            {{ is_within('surveys.responded_at', 'weeks') }}
    left join last_contacts
        on surveys.survey_id = last_contacts.survey_id
),

counted as (
    select
        week_start_date,
        'all' as segment,
        count(*) as answered,
        sum(vote) as votes
    from placed
    group by week_start_date
    union all
    select
        week_start_date,
        case when is_contacted then 'contacted' else 'not_contacted' end as segment,
        count(*) as answered,
        sum(vote) as votes
    from placed
    where is_known
    group by week_start_date, is_contacted
),

compared as (
    select
        coalesce(marts.week_start_date, counted.week_start_date) as week_start_date,
        coalesce(marts.segment, counted.segment) as segment,
        case
            when coalesce(marts.nps_answered, 0) <> coalesce(counted.answered, 0)
                then 'nps_answered'
            when
                coalesce(marts.nps_promoters - marts.nps_detractors, 0)
                <> coalesce(counted.votes, 0)
                then 'nps_promoters less nps_detractors'
            when abs(marts.nps - 100.0 * counted.votes / counted.answered) > 1e-6
                then 'nps'
        end as problem
    from marts
    full join counted
        on
            marts.week_start_date = counted.week_start_date
            and marts.segment = counted.segment
)

select *
from compared
where problem is not null
