-- Orders with what WISMO deflection compares: whether a proactive update reached the
-- customer by the landmark and whether the customer asked after it. Compared are orders
-- whose window has elapsed; orders of which someone asked before the landmark are left
-- out: an update cannot have prevented that.
with

orders as (
    select
        orders.*,
        {{ add_time('orders.shipped_at', hours=var('wismo_landmark_hours')) }}
            as landmark_at,
        {{ add_time('orders.shipped_at', days=var('wismo_days')) }} as window_ends_at,
        clock.as_of
    from {{ ref('int_orders_as_of') }} as orders
    cross join {{ ref('int_as_of') }} as clock
),

first_updates as (
    select
        order_id,
        min(sent_at) as first_sent_at
    from {{ ref('int_order_updates_as_of') }}
    group by order_id
),

-- whether and when a customer asked is settled by the first question
first_questions as (
    select
        linked_order_id as order_id,
        min(created_at) as first_asked_at
    from {{ ref('fct_tickets') }}
    where is_contact and contact_reason = 'wismo'
    group by linked_order_id
),

joined as (
    select
        orders.*,
        coalesce(first_updates.first_sent_at <= orders.landmark_at, false)
            as is_informed,
        coalesce(first_questions.first_asked_at <= orders.window_ends_at, false)
            as has_asked,
        orders.shipped_at is not null
        and not orders.is_test
        and orders.window_ends_at <= orders.as_of
        and coalesce(first_questions.first_asked_at > orders.landmark_at, true)
            as is_compared
    from orders
    left join first_updates
        on orders.order_id = first_updates.order_id
    left join first_questions
        on orders.order_id = first_questions.order_id
),

final as (
    select
        order_id,
        customer_id,
        region,
        ordered_at,
        promised_at,
        shipped_at,
        delivered_at,
        cancelled_at,
        total_amount,
        is_test,
        case when is_compared then is_informed end as is_informed,
        case when is_compared then has_asked end as has_asked
    from joined
)

select * from final
