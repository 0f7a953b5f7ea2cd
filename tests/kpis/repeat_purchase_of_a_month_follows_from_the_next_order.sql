-- A row is a month of kpi_repeat_purchase_by_month that its customers do not bear out:
-- each has a start, a next order after it, and for a delivery a nearest contact, as far
-- as these matter: within the days that are counted.
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

-- an instant finds its month among those that touch its UTC day
month_days as (
    select
        *,
        {{ explode_days(as_date('starts_at'), as_date('ends_at')) }} as utc_date
    from months
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
        month_days.month_start_date,
        contacts.customer_id,
        min(contacts.resolved_at) as starts_at
    from month_days
    inner join contacts
        on
            month_days.utc_date = {{ as_date('contacts.resolved_at') }}
            and {{ is_within('contacts.resolved_at', 'month_days') }}
    group by month_days.month_start_date, contacts.customer_id
),

first_deliveries as (
    select
        month_days.month_start_date,
        orders.customer_id,
        min(orders.delivered_at) as starts_at
    from month_days
    inner join orders
        on
            month_days.utc_date = {{ as_date('orders.delivered_at') }}
            and {{ is_within('orders.delivered_at', 'month_days') }}
    group by month_days.month_start_date, orders.customer_id
),

contacted_deliveries as (
    select distinct
        first_deliveries.month_start_date,
        first_deliveries.customer_id
    from first_deliveries
    inner join contacts
        on
            first_deliveries.customer_id = contacts.customer_id
            and 30 * 86400000000 >= abs(
                {{ microseconds_between(
                    'first_deliveries.starts_at', 'contacts.created_at'
                ) }}
            )
),

starts as (
    select
        month_start_date,
        customer_id,
        true as is_contacted,
        starts_at,
        {{ add_time('starts_at', days=var('repeat_purchase_days')) }} as ends_at
    from first_resolutions
    union all
    select
        first_deliveries.month_start_date,
        first_deliveries.customer_id,
        false as is_contacted,
        first_deliveries.starts_at,
        {{ add_time('first_deliveries.starts_at', days=var('repeat_purchase_days')) }}
            as ends_at
    from first_deliveries
    left join contacted_deliveries
        on
            first_deliveries.customer_id = contacted_deliveries.customer_id
            and first_deliveries.month_start_date
            = contacted_deliveries.month_start_date
    where contacted_deliveries.customer_id is null
),

elapsed as (
    select starts.*
    from starts
    inner join clock
        on starts.ends_at <= clock.as_of
),

-- a next order comes in time when any order does
returned as (
    select
        elapsed.month_start_date,
        elapsed.is_contacted,
        count(distinct elapsed.customer_id) as repeat_customers
    from elapsed
    inner join orders
        on
            elapsed.customer_id = orders.customer_id
            and elapsed.starts_at < orders.ordered_at
            and elapsed.ends_at >= orders.ordered_at
    where not orders.is_cancelled
    group by elapsed.month_start_date, elapsed.is_contacted
),

counted as (
    select
        month_start_date,
        is_contacted,
        count(*) as customers
    from elapsed
    group by month_start_date, is_contacted
),

compared as (
    select
        coalesce(marts.month_start_date, counted.month_start_date) as month_start_date,
        coalesce(marts.is_contacted, counted.is_contacted) as is_contacted,
        case
            when coalesce(marts.customers, 0) <> coalesce(counted.customers, 0)
                then 'customers'
            when marts.repeat_customers <> coalesce(returned.repeat_customers, 0)
                then 'repeat_customers'
        end as problem
    from marts
    full join counted
        on
            marts.month_start_date = counted.month_start_date
            and marts.is_contacted = counted.is_contacted
    left join returned
        on
            marts.month_start_date = returned.month_start_date
            and marts.is_contacted = returned.is_contacted
)

select *
from compared
where problem is not null
