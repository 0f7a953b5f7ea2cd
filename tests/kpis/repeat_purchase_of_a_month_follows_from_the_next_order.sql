-- A row is a month of kpi_repeat_purchase_by_month that its customers do not bear out:
-- each has a start, a next order after it, and for a delivery a nearest contact.
-- Remedy: list the customers resolved, or delivered to, in that month with their orders
-- in fct_orders, and mend the mart.

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

history as (
    select start_month_start_date from {{ ref('int_history') }}
),

month_dates as (
    select distinct month_start_date from {{ ref('dim_dates') }}
),

months as (
    select
        month_dates.month_start_date,
        {{ reporting_day_start('month_dates.month_start_date') }} as starts_at,
        {{ reporting_day_start(
            dbt.dateadd('month', 1, 'month_dates.month_start_date')
        ) }} as ends_at
    from month_dates
    cross join history
    where month_dates.month_start_date >= history.start_month_start_date
),

contacts as (
    select
        customer_id,
        created_at,
        resolved_at
    from {{ ref('fct_tickets') }}
    where is_contact and customer_id is not null
),

orders as (
    select
        customer_id,
        ordered_at,
        delivered_at,
        is_cancelled
    from {{ ref('fct_orders') }}
    where customer_id is not null and not is_test
),

marts as (
    select * from {{ ref('kpi_repeat_purchase_by_month') }}
),

first_resolutions as (
    select
        months.month_start_date,
        contacts.customer_id,
        min(contacts.resolved_at) as starts_at
    from months
    inner join contacts
        on
            {{ is_within('contacts.resolved_at', 'months') }}
    group by months.month_start_date, contacts.customer_id
),

first_deliveries as (
    select
        months.month_start_date,
        orders.customer_id,
        min(orders.delivered_at) as starts_at
    from months
    inner join orders
        on
            {{ is_within('orders.delivered_at', 'months') }}
    group by months.month_start_date, orders.customer_id
),

nearest_contacts as (
    select
        first_deliveries.month_start_date,
        first_deliveries.customer_id,
        min(abs(
            {{ microseconds_between(
                'first_deliveries.starts_at', 'contacts.created_at'
            ) }}
        )) as microseconds_away
    from first_deliveries
    inner join contacts
        on first_deliveries.customer_id = contacts.customer_id
    group by first_deliveries.month_start_date, first_deliveries.customer_id
),

starts as (
    select
        month_start_date,
        customer_id,
        starts_at,
        true as is_contacted
    from first_resolutions
    union all
    select
        first_deliveries.month_start_date,
        first_deliveries.customer_id,
        first_deliveries.starts_at,
        false as is_contacted
    from first_deliveries
    left join nearest_contacts
        on
            first_deliveries.customer_id = nearest_contacts.customer_id
            and first_deliveries.month_start_date = nearest_contacts.month_start_date
    where
        coalesce(nearest_contacts.microseconds_away > 30 * 86400000000, true)
),

next_orders as (
    select
        starts.month_start_date,
        starts.customer_id,
        starts.is_contacted,
        min(orders.ordered_at) as ordered_at
    from starts
    inner join orders
        on starts.customer_id = orders.customer_id
    where orders.ordered_at > starts.starts_at and not orders.is_cancelled
    group by starts.month_start_date, starts.customer_id, starts.is_contacted
),

counted as (
    select
        starts.month_start_date,
        starts.is_contacted,
        count(*) as customers,
        count(
            case
                when
                    {{ add_time('starts.starts_at', days=var('repeat_purchase_days')) }}
                    >= next_orders.ordered_at
                    then 1
            end
        ) as repeat_customers
    from starts
    cross join clock
    left join next_orders
        on
            starts.month_start_date = next_orders.month_start_date
            and starts.customer_id = next_orders.customer_id
            and starts.is_contacted = next_orders.is_contacted
    where
        {{ add_time('starts.starts_at', days=var('repeat_purchase_days')) }}
        <= clock.as_of
    group by starts.month_start_date, starts.is_contacted
),

compared as (
    select
        coalesce(marts.month_start_date, counted.month_start_date) as month_start_date,
        coalesce(marts.is_contacted, counted.is_contacted) as is_contacted,
        case
            when coalesce(marts.customers, 0) <> coalesce(counted.customers, 0)
                then 'customers'
            when marts.repeat_customers <> counted.repeat_customers
                then 'repeat_customers'
        end as problem
    from marts
    full join counted
        on
            marts.month_start_date = counted.month_start_date
            and marts.is_contacted = counted.is_contacted
)

select *
from compared
where problem is not null
