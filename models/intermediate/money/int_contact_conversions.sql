{{ config(materialized='table') }}

-- What customers ordered after contacts, read from one time line of both.
with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

eligible as (
    select
        contacts.ticket_id,
        contacts.customer_id,
        contacts.channel,
        contacts.created_at,
        contacts.created_week_start_date as week_start_date
    from {{ ref('fct_tickets') }} as contacts
    cross join clock
    where
        contacts.is_contact
        and contacts.journey_stage in ('pre_purchase', 'checkout')
        and contacts.customer_id is not null
        and {{ add_time('contacts.created_at', days=var('conversion_days')) }}
        <= clock.as_of
),

-- few orders lie where any contact of their customer could have led to them
customers as (
    select
        customer_id,
        min(created_at) as first_contact_at,
        {{ add_time('max(created_at)', days=var('conversion_days')) }}
            as last_counted_at
    from eligible
    group by customer_id
),

time_line as (
    select
        customer_id,
        created_at as happened_at,
        ticket_id,
        cast(null as timestamp) as ordered_at,
        cast(null as decimal(18, 6)) as total_amount
    from eligible
    union all
    select
        orders.customer_id,
        orders.ordered_at as happened_at,
        {{ dbt.cast('null', dbt.type_string()) }} as ticket_id,
        orders.ordered_at,
        orders.total_amount
    from {{ ref('fct_orders') }} as orders
    inner join customers
        on
            orders.customer_id = customers.customer_id
            and orders.ordered_at > customers.first_contact_at
            and orders.ordered_at <= customers.last_counted_at
    where not orders.is_test and not orders.is_cancelled
),

-- an order at the very time of a contact does not follow it
numbered as (
    select
        *,
        count(ticket_id) over so_far as contact_number,
        max(case when ticket_id is not null then happened_at end) over so_far
            as last_contact_at
    from time_line
    window so_far as (
        partition by customer_id
        order by happened_at, ticket_id nulls first
        rows between unbounded preceding and current row
    )
),

-- an order may follow several contacts; its revenue is the latest one's
followed as (
    select
        customer_id,
        contact_number,
        max(ticket_id) as ticket_id,
        min(ordered_at) as first_ordered_at,
        sum(total_amount) filter (
            where {{ add_time('last_contact_at', days=var('conversion_days')) }}
            >= ordered_at
        ) as revenue
    from numbered
    group by customer_id, contact_number
),

answered as (
    select
        ticket_id,
        revenue,
        min(first_ordered_at) over (
            partition by customer_id
            order by contact_number
            rows between current row and unbounded following
        ) as next_ordered_at
    from followed
),

final as (
    select
        eligible.ticket_id,
        eligible.week_start_date,
        eligible.channel,
        coalesce(
            {{ add_time('eligible.created_at', days=var('conversion_days')) }}
            >= answered.next_ordered_at,
            false
        ) as is_recovered,
        cast(coalesce(answered.revenue, 0) as decimal(38, 6)) as recovered_revenue
    from eligible
    inner join answered
        on eligible.ticket_id = answered.ticket_id
)

select * from final
