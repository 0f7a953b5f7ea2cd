-- A row is a week and channel of kpi_response_by_week that its contacts do not bear
-- out: a contact is lost or doubled, an SLA is not what its instants say, or the median
-- is off.
-- Remedy: count the contacts created in that week in fct_tickets, by instants, and mend
-- the model whose column is named.

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

weeks as (
    select
        week_start_date,
        starts_at,
        ends_at
    from {{ ref('int_reporting_weeks') }}
),

-- a contact finds its week among those that touch its UTC day, by the instants
week_days as (
    select
        *,
        {{ explode_days(as_date('starts_at'), as_date('ends_at')) }} as utc_date
    from weeks
),

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

marts as (
    select * from {{ ref('kpi_response_by_week') }}
),

placed as (
    select
        week_days.week_start_date,
        contacts.channel,
        contacts.first_human_reply_at,
        contacts.response_due_at,
        contacts.first_response_minutes,
        clock.as_of,
        row_number() over (
            partition by week_days.week_start_date, contacts.channel
            order by contacts.first_response_minutes nulls last
        ) as minutes_rank,
        count(contacts.first_response_minutes) over (
            partition by week_days.week_start_date, contacts.channel
        ) as timed
    from week_days
    inner join contacts
        on
            week_days.utc_date = {{ as_date('contacts.created_at') }}
            and {{ is_within('contacts.created_at', 'week_days') }}
    cross join clock
),

counted as (
    select
        week_start_date,
        channel,
        count(*) as contacts,
        sum(case when first_human_reply_at is not null then 1 else 0 end) as replied,
        sum(case when first_human_reply_at <= response_due_at then 1 else 0 end) as met,
        sum(
            case
                when first_human_reply_at > response_due_at then 1
                when first_human_reply_at is null and response_due_at < as_of then 1
                else 0
            end
        ) as breached,
        -- the middle value, or the middle two
        avg(first_response_minutes) filter (
            where abs(2 * minutes_rank - timed - 1) <= 1
        ) as median_minutes
    from placed
    group by week_start_date, channel
),

compared as (
    select
        coalesce(marts.week_start_date, counted.week_start_date) as week_start_date,
        coalesce(marts.channel, counted.channel) as channel,
        case
            when marts.channel is null then 'the contacts are not in the mart'
            when counted.channel is null then 'no contact is behind the row'
            when marts.contacts <> counted.contacts then 'contacts'
            when marts.replied_contacts <> counted.replied then 'replied_contacts'
            when marts.response_sla_met <> counted.met then 'response_sla_met'
            when marts.response_sla_breached <> counted.breached
                then 'response_sla_breached'
            when
                (marts.first_response_median_minutes is null)
                <> (counted.median_minutes is null)
                or abs(marts.first_response_median_minutes - counted.median_minutes)
                > 1e-6
                then 'first_response_median_minutes'
        end as problem
    from marts
    full join counted
        on
            marts.week_start_date = counted.week_start_date
            and marts.channel = counted.channel
)

select *
from compared
where problem is not null
