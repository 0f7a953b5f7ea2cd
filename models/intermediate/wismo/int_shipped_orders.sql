-- Shipped orders whose window has elapsed, with whether a proactive update reached the
-- customer by the landmark and whether the customer asked after it. Orders of which
-- someone asked before the landmark are left out: an update cannot have prevented that.
with

orders as (
    select
        order_id,
        shipped_at,
        {{ add_time('shipped_at', hours=var('wismo_landmark_hours')) }} as landmark_at,
        {{ add_time('shipped_at', days=var('wismo_days')) }} as window_ends_at
    from {{ ref('int_orders_as_of') }}
    where shipped_at is not null and not is_test
),

first_updates as (
    select
        order_id,
        min(sent_at) as first_sent_at
    from {{ ref('int_order_updates_as_of') }}
    group by order_id
),

contacts as (
    select
        linked_order_id,
        created_at
    from {{ ref('fct_tickets') }}
    where
        is_contact
        and contact_reason = 'wismo'
        and linked_order_id is not null
),

asked as (
    select
        orders.order_id,
        bool_or(contacts.created_at <= orders.landmark_at) as has_asked_early,
        bool_or(
            contacts.created_at > orders.landmark_at
            and contacts.created_at <= orders.window_ends_at
        ) as has_asked
    from orders
    inner join contacts
        on orders.order_id = contacts.linked_order_id
    group by orders.order_id
),

final as (
    select
        orders.order_id,
        orders.shipped_at,
        {{ reporting_date('orders.shipped_at', 'week') }} as shipped_week_start_date,
        coalesce(first_updates.first_sent_at <= orders.landmark_at, false)
            as is_informed,
        coalesce(asked.has_asked, false) as has_asked
    from orders
    left join first_updates
        on orders.order_id = first_updates.order_id
    left join asked
        on orders.order_id = asked.order_id
    cross join {{ ref('int_as_of') }} as clock
    where
        orders.window_ends_at <= clock.as_of
        and not coalesce(asked.has_asked_early, false)
)

select * from final
