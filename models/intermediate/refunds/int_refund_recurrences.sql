{{ config(materialized='table') }}

-- Refund-linked contacts of known customers whose window has elapsed, and whether
-- another one followed. Contacts about two different orders do not follow each other;
-- one that names no order may follow any. Windows, not a join of a customer's contacts
-- with each other: what follows is the next one of the same order or the next one
-- without an order, and after a contact without an order the very next one.
with

contacts as (
    select
        tickets.ticket_id,
        tickets.customer_id,
        orders.linked_order_id,
        tickets.created_at,
        {{ add_time('tickets.created_at', days=var('recurrence_days')) }}
            as window_ends_at
    from {{ ref('int_counted_tickets') }} as tickets
    inner join {{ ref('int_ticket_refunds') }} as refunds
        on tickets.ticket_id = refunds.ticket_id
    left join {{ ref('int_ticket_orders') }} as orders
        on tickets.ticket_id = orders.ticket_id
    where
        tickets.is_contact
        and tickets.customer_id is not null
),

-- from the latest contact back, so that what has been seen is what comes later
followed as (
    select
        ticket_id,
        linked_order_id,
        window_ends_at,
        lag(created_at) over of_customer as next_at,
        lag(created_at) over of_order as next_of_order_at,
        min(case when linked_order_id is null then created_at end) over later
            as next_without_order_at
    from contacts
    window
        of_customer as (
            partition by customer_id
            order by created_at desc, ticket_id desc
        ),
        of_order as (
            partition by customer_id, linked_order_id
            order by created_at desc, ticket_id desc
        ),
        later as (
            partition by customer_id
            order by created_at desc, ticket_id desc
            rows between unbounded preceding and 1 preceding
        )
),

final as (
    select
        followed.ticket_id,
        coalesce(
            case
                when followed.linked_order_id is null then followed.next_at
                -- least() passes over nulls
                else least(followed.next_of_order_at, followed.next_without_order_at)
            end <= followed.window_ends_at,
            false
        ) as is_recurring
    from followed
    cross join {{ ref('int_as_of') }} as clock
    where followed.window_ends_at <= clock.as_of
)

select * from final
