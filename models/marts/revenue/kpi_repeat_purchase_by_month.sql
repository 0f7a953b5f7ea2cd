-- Two kinds of customers in a month, each counted from one moment: those whose contact
-- was resolved, from the first resolution; those whose order was delivered without a
-- contact 30 days either side, from the first delivery.
{% set free_days = var('contact_free_days') %}

with

history as (
    select * from {{ ref('int_history') }}
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
    select * from {{ ref('fct_orders') }}
    where customer_id is not null and not is_test
),

first_resolutions as (
    select
        customer_id,
        {{ reporting_date('resolved_at', 'month') }} as month_start_date,
        min(resolved_at) as starts_at
    from contacts
    where resolved_at is not null
    group by customer_id, {{ reporting_date('resolved_at', 'month') }}
),

first_deliveries as (
    select
        customer_id,
        {{ reporting_date('delivered_at', 'month') }} as month_start_date,
        min(delivered_at) as starts_at
    from orders
    where delivered_at is not null
    group by customer_id, {{ reporting_date('delivered_at', 'month') }}
),

starts as (
    select
        *,
        true as is_contacted
    from first_resolutions
    union all
    select
        first_deliveries.*,
        false as is_contacted
    from first_deliveries
    anti join contacts
        on
            first_deliveries.customer_id = contacts.customer_id
            and {{ add_time('first_deliveries.starts_at', days=-free_days) }}
            <= contacts.created_at
            and {{ add_time('first_deliveries.starts_at', days=free_days) }}
            >= contacts.created_at
),

elapsed as (
    select
        starts.*,
        {{ add_time('starts.starts_at', days=var('repeat_purchase_days')) }} as ends_at
    from starts
    cross join history
    where
        starts.month_start_date >= history.start_month_start_date
        and {{ add_time('starts.starts_at', days=var('repeat_purchase_days')) }}
        <= history.as_of
),

counted as (
    select
        month_start_date,
        is_contacted,
        count(*) as customers
    from elapsed
    group by month_start_date, is_contacted
),

returned as (
    select
        elapsed.month_start_date,
        elapsed.is_contacted,
        count(*) as repeat_customers
    from elapsed
    semi join orders
        on
            elapsed.customer_id = orders.customer_id
            and elapsed.starts_at < orders.ordered_at
            and elapsed.ends_at >= orders.ordered_at
            and not orders.is_cancelled
    group by elapsed.month_start_date, elapsed.is_contacted
),

final as (
    select
        counted.month_start_date,
        counted.is_contacted,
        counted.customers,
        coalesce(returned.repeat_customers, 0) as repeat_customers,
        {{ ratio('coalesce(returned.repeat_customers, 0)', 'counted.customers') }}
            as repeat_purchase_rate
    from counted
    left join returned
        on
            counted.month_start_date = returned.month_start_date
            and counted.is_contacted = returned.is_contacted
)

select * from final
