-- A row is a week and channel of kpi_conversion_recovery_by_week that the orders do not
-- bear out. Seen from the order: its money goes to the latest contact before it, and
-- each contact looks for the first order after it; both are found by their number among
-- the customer's contacts and orders.
-- Remedy: list the eligible contacts of that week in fct_tickets with the orders of
-- their customers in fct_orders, and mend the mart.

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

weeks as (
    select week_start_date from {{ ref('int_reporting_weeks') }}
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
        {{ add_time('tickets.created_at', days=var('conversion_days')) }} as ends_at,
        row_number() over (
            partition by tickets.customer_id
            order by tickets.created_at, tickets.ticket_id
        ) as contact_number
    from tickets
    cross join clock
    where
        {{ add_time('tickets.created_at', days=var('conversion_days')) }} <= clock.as_of
),

orders as (
    select
        order_id,
        customer_id,
        ordered_at,
        total_amount,
        row_number() over (partition by customer_id order by ordered_at, order_id)
            as order_number
    from {{ ref('fct_orders') }}
    where
        not is_test
        and cancelled_at is null
        and customer_id in (select contacts.customer_id from contacts)
),

moments as (
    select
        customer_id,
        created_at as happened_at,
        1 as contacts,
        0 as orders,
        ticket_id as happening_id
    from contacts
    union all
    select
        customer_id,
        ordered_at as happened_at,
        0 as contacts,
        1 as orders,
        order_id as happening_id
    from orders
),

-- at one instant neither comes before the other
numbered as (
    select
        customer_id,
        happening_id,
        contacts,
        sum(contacts) over (
            partition by customer_id
            order by happened_at, contacts
            rows between unbounded preceding and current row
        ) as contacts_before,
        sum(orders) over (
            partition by customer_id
            order by happened_at, contacts
            rows between unbounded preceding and current row
        ) as orders_by_then
    from moments
),

first_orders as (
    select
        contacts.ticket_id,
        orders.ordered_at <= contacts.ends_at as has_recovered
    from contacts
    inner join numbered
        on
            contacts.ticket_id = numbered.happening_id
            and numbered.contacts = 1
    inner join orders
        on
            numbered.customer_id = orders.customer_id
            and numbered.orders_by_then + 1 = orders.order_number
),

revenues as (
    select
        contacts.ticket_id,
        sum(orders.total_amount) as revenue
    from orders
    inner join numbered
        on
            orders.order_id = numbered.happening_id
            and numbered.contacts = 0
    inner join contacts
        on
            numbered.customer_id = contacts.customer_id
            and numbered.contacts_before = contacts.contact_number
    where orders.ordered_at <= contacts.ends_at
    group by contacts.ticket_id
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
