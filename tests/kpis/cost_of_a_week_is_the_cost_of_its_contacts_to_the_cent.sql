-- A row is a week of kpi_cost_by_week that lost or doubled a contact or a cent: its
-- cost is not that of its contacts, or the cost of successes is not all cost but that
-- of contacts resolved and still undecided.
-- Remedy: add up handling_cost over the week's contacts in fct_tickets by hand.

with

weeks as (
    select week_start_date from {{ ref('int_reporting_weeks') }}
),

contacts as (
    select
        created_week_start_date as week_start_date,
        count(*) as contacts,
        sum(handling_cost) as handling_cost,
        coalesce(sum(handling_cost) filter (
            where is_resolved and is_successful_resolution is null
        ), 0) as undecided_cost,
        count(resolved_at) as resolved_contacts,
        count(*) filter (where is_successful_resolution) as successful_resolutions
    from {{ ref('fct_tickets') }}
    where is_contact
    group by created_week_start_date
),

marts as (
    select
        week_start_date,
        sum(contacts) as contacts,
        sum(handling_cost) as handling_cost,
        sum(handling_cost_of_decided) as handling_cost_of_decided,
        sum(resolved_contacts) as resolved_contacts,
        sum(successful_resolutions) as successful_resolutions
    from {{ ref('kpi_cost_by_week') }}
    group by week_start_date
),

compared as (
    select
        weeks.week_start_date,
        case
            when coalesce(marts.contacts, 0) <> coalesce(contacts.contacts, 0)
                then 'contacts'
            when marts.handling_cost <> contacts.handling_cost then 'handling_cost'
            when
                marts.handling_cost_of_decided
                <> contacts.handling_cost - contacts.undecided_cost
                then 'handling_cost_of_decided'
            when marts.resolved_contacts <> contacts.resolved_contacts
                then 'resolved_contacts'
            when marts.successful_resolutions <> contacts.successful_resolutions
                then 'successful_resolutions'
        end as problem
    from weeks
    left join marts
        on weeks.week_start_date = marts.week_start_date
    left join contacts
        on weeks.week_start_date = contacts.week_start_date
)

select *
from compared
where problem is not null
