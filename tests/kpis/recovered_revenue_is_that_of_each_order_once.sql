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
        {{ add_time('tickets.created_at', days=var('conversion_days')) }} as ends_at
    from tickets
    cross join clock
    where
        {{ add_time('tickets.created_at', days=var('conversion_days')) }} <= clock.as_of
),

customers as (
    select
        customer_id,
        min(created_at) as first_contact_at,
        max(ends_at) as last_ends_at
    from contacts
    group by customer_id
),

-- an order before the first contact, or when all time is over, is nobody's
orders as (
    select
        orders.order_id,
        orders.customer_id,
        orders.ordered_at,
        orders.total_amount
    from {{ ref('fct_orders') }} as orders
    inner join customers
        on
            orders.customer_id = customers.customer_id
            and orders.ordered_at > customers.first_contact_at
            and orders.ordered_at <= customers.last_ends_at
    where not orders.is_test and orders.cancelled_at is null
),

moments as (
    select
        customer_id,
        created_at as happened_at,
        ticket_id,
        {{ dbt.cast('null', dbt.type_string()) }} as order_id,
        ends_at,
        null as total_amount
    from contacts
    union all
    select
        customer_id,
        ordered_at as happened_at,
        {{ dbt.cast('null', dbt.type_string()) }} as ticket_id,
        order_id,
        null as ends_at,
        total_amount
    from orders
),

-- at one instant neither comes before the other: the number of each of the two counts
-- those of the other that came before
numbered as (
    select
        *,
        count(ticket_id) over up_to_now as contact_number,
        count(order_id) over up_to_now as order_number
    from moments
    window up_to_now as (
        partition by customer_id
        order by happened_at, ticket_id nulls first, order_id
        rows between unbounded preceding and current row
    )
),

numbered_contacts as (
    select * from numbered
    where ticket_id is not null
),

numbered_orders as (
    select * from numbered
    where order_id is not null
),

first_orders as (
    select
        contacts.ticket_id,
        orders.happened_at <= contacts.ends_at as has_recovered
    from numbered_contacts as contacts
    inner join numbered_orders as orders
        on
            contacts.customer_id = orders.customer_id
            and contacts.order_number + 1 = orders.order_number
),

revenues as (
    select
        contacts.ticket_id,
        sum(orders.total_amount) as revenue
    from numbered_orders as orders
    inner join numbered_contacts as contacts
        on
            orders.customer_id = contacts.customer_id
            and orders.contact_number = contacts.contact_number
    where orders.happened_at <= contacts.ends_at
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
