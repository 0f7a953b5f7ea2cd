-- A row is a week whose reasons do not add up: a contact, or a catch-all code of
-- dim_reason_codes, is lost or doubled between fct_tickets, kpi_contact_reasons_by_week
-- and kpi_reason_quality_by_week, or an order placed in the week is not counted.
-- Remedy: compare the week's contacts by reason_code in fct_tickets with the mart
-- named.

with

weeks as (
    select
        week_start_date,
        starts_at,
        ends_at
    from {{ ref('int_reporting_weeks') }}
),

-- an order finds its week among those that touch its UTC day, by the instants
week_days as (
    select
        *,
        {{ explode_days(as_date('starts_at'), as_date('ends_at')) }} as utc_date
    from weeks
),

contacts as (
    select
        created_week_start_date as week_start_date,
        count(*) as contacts,
        count(*) filter (where is_high_quality_reason) as high_quality_contacts
    from {{ ref('fct_tickets') }}
    where is_contact
    group by created_week_start_date
),

orders as (
    select
        week_days.week_start_date,
        count(*) as orders_placed
    from week_days
    inner join {{ ref('fct_orders') }} as orders
        on
            week_days.utc_date = {{ as_date('orders.ordered_at') }}
            and {{ is_within('orders.ordered_at', 'week_days') }}
    where not orders.is_test
    group by week_days.week_start_date
),

reasons as (
    select
        reasons.week_start_date,
        sum(reasons.contacts) as contacts,
        sum(case when codes.is_catch_all then reasons.contacts else 0 end)
            as catch_all_contacts,
        sum(reasons.contact_share) as contact_shares,
        min(reasons.total_contacts) as total_contacts,
        min(reasons.orders_placed) as orders_placed
    from {{ ref('kpi_contact_reasons_by_week') }} as reasons
    left join {{ ref('dim_reason_codes') }} as codes
        on reasons.reason_code = codes.reason_code
    group by reasons.week_start_date
),

quality as (
    select
        week_start_date,
        sum(contacts) as contacts,
        sum(high_quality_contacts) as high_quality_contacts,
        sum(catch_all_contacts) as catch_all_contacts
    from {{ ref('kpi_reason_quality_by_week') }}
    group by week_start_date
),

compared as (
    select
        weeks.week_start_date,
        case
            when coalesce(reasons.contacts, 0) <> coalesce(contacts.contacts, 0)
                then 'kpi_contact_reasons_by_week: contacts'
            when reasons.total_contacts <> contacts.contacts
                then 'kpi_contact_reasons_by_week: total_contacts'
            when abs(reasons.contact_shares - 1) > 1e-6
                then 'kpi_contact_reasons_by_week: contact_share'
            when reasons.orders_placed <> coalesce(orders.orders_placed, 0)
                then 'kpi_contact_reasons_by_week: orders_placed'
            when coalesce(quality.contacts, 0) <> coalesce(contacts.contacts, 0)
                then 'kpi_reason_quality_by_week: contacts'
            when quality.catch_all_contacts <> reasons.catch_all_contacts
                then 'kpi_reason_quality_by_week: catch_all_contacts'
            when quality.high_quality_contacts <> contacts.high_quality_contacts
                then 'kpi_reason_quality_by_week: high_quality_contacts'
        end as problem
    from weeks
    left join contacts
        on weeks.week_start_date = contacts.week_start_date
    left join orders
        on weeks.week_start_date = orders.week_start_date
    left join reasons
        on weeks.week_start_date = reasons.week_start_date
    left join quality
        on weeks.week_start_date = quality.week_start_date
)

select *
from compared
where problem is not null
