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

contacted_deliveries as (
    select distinct
        first_deliveries.customer_id,
        first_deliveries.month_start_date
    from first_deliveries
    inner join contacts
        on
            first_deliveries.customer_id = contacts.customer_id
            and contacts.created_at
            >= {{ add_time('first_deliveries.starts_at', days=-free_days) }}
            and contacts.created_at
            <= {{ add_time('first_deliveries.starts_at', days=free_days) }}
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
    left join contacted_deliveries using (customer_id, month_start_date)
    where contacted_deliveries.customer_id is null
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

returned as (
    select distinct
        elapsed.customer_id,
        elapsed.month_start_date,
        elapsed.is_contacted
    from elapsed
    inner join orders
        on
            elapsed.customer_id = orders.customer_id
            and elapsed.starts_at < orders.ordered_at
            and elapsed.ends_at >= orders.ordered_at
    where not orders.is_cancelled
),

final as (
    select
        elapsed.month_start_date,
        elapsed.is_contacted,
        count(*) as customers,
        count(returned.customer_id) as repeat_customers,
        {{ ratio('count(returned.customer_id)', 'count(*)') }} as repeat_purchase_rate
    from elapsed
    left join returned using (customer_id, month_start_date, is_contacted)
    group by elapsed.month_start_date, elapsed.is_contacted
)

select * from final
