-- A row is a week and channel of kpi_conversion_recovery_by_week that the orders do not
-- bear out. Seen from the order: its money goes to the latest contact before it, and
-- each contact looks for the first order after it.
-- Remedy: list the eligible contacts of that week in fct_tickets with the orders of
-- their customers in fct_orders, and mend the mart.

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

weeks as (
    select week_start_date from {{ ref('int_reporting_weeks') }}
),

orders as (
    select
        order_id,
        customer_id,
        ordered_at,
        total_amount
    from {{ ref('fct_orders') }}
    where not is_test and cancelled_at is null
),

tickets as (
    select * from {{ ref('fct_tickets') }}
    where is_contact and journey_stage <> 'post_purchase' and customer_id is not null
),

marts as (
    select * from {{ ref('kpi_conversion_recovery_by_week') }}
),

contacts as (
    select
        tickets.ticket_id,
        tickets.customer_id,
        tickets.channel,
        tickets.created_at,
        tickets.created_week_start_date as week_start_date,
        {{ add_time('tickets.created_at', days=var('conversion_days')) }} as ends_at
    from tickets
    cross join clock
    where
        {{ add_time('tickets.created_at', days=var('conversion_days')) }} <= clock.as_of
),

pairs as (
    select
        contacts.ticket_id,
        contacts.created_at,
        contacts.ends_at,
        orders.order_id,
        orders.ordered_at,
        orders.total_amount
    from contacts
    inner join orders
        on contacts.customer_id = orders.customer_id
    where orders.ordered_at > contacts.created_at
),

first_orders as (
    select
        ticket_id,
        min(ordered_at) <= min(ends_at) as has_recovered
    from pairs
    group by ticket_id
),

last_contact_times as (
    select
        order_id,
        max(created_at) as created_at
    from pairs
    where ordered_at <= ends_at
    group by order_id
),

last_contacts as (
    select
        pairs.order_id,
        max(pairs.ticket_id) as ticket_id,
        max(pairs.total_amount) as total_amount
    from pairs
    inner join last_contact_times
        on
            pairs.order_id = last_contact_times.order_id
            and pairs.created_at = last_contact_times.created_at
    group by pairs.order_id
),

revenues as (
    select
        ticket_id,
        sum(total_amount) as revenue
    from last_contacts
    group by ticket_id
),

counted as (
    select
        contacts.week_start_date,
        contacts.channel,
        count(*) as eligible,
        sum(case when first_orders.has_recovered then 1 else 0 end) as recovered,
        coalesce(sum(revenues.revenue), 0) as revenue
    from contacts
    inner join weeks
        on contacts.week_start_date = weeks.week_start_date
    left join first_orders
        on contacts.ticket_id = first_orders.ticket_id
    left join revenues
        on contacts.ticket_id = revenues.ticket_id
    group by contacts.week_start_date, contacts.channel
),

compared as (
    select
        coalesce(marts.week_start_date, counted.week_start_date) as week_start_date,
        coalesce(marts.channel, counted.channel) as channel,
        case
            when coalesce(marts.eligible_contacts, 0) <> coalesce(counted.eligible, 0)
                then 'eligible_contacts'
            when marts.recovered_contacts <> counted.recovered
                then 'recovered_contacts'
            when marts.recovered_revenue <> counted.revenue then 'recovered_revenue'
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
