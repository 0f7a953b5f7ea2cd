-- The contacts of one customer about one thing, where there is more than one, each with
-- the one before it. Contacts without a customer or in a catch-all code are about
-- nothing known: they are not here either.
with

tickets as (
    select
        ticket_id,
        customer_id,
        contact_reason,
        created_at
    from {{ ref('int_ticket_reasons') }}
    where is_contact and customer_id is not null and not is_catch_all
),

orders as (
    select
        ticket_id,
        linked_order_id
    from {{ ref('int_ticket_orders') }}
),

neighbours as (
    select
        tickets.ticket_id,
        tickets.customer_id,
        tickets.contact_reason,
        orders.linked_order_id,
        tickets.created_at,
        lag(tickets.ticket_id) over in_sequence as previous_ticket_id,
        lead(tickets.ticket_id) over in_sequence as next_ticket_id
    from tickets
    inner join orders
        on tickets.ticket_id = orders.ticket_id
    window in_sequence as (
        partition by
            tickets.customer_id, tickets.contact_reason, orders.linked_order_id
        order by tickets.created_at, tickets.ticket_id
    )
),

final as (
    select
        ticket_id,
        customer_id,
        contact_reason,
        linked_order_id,
        created_at,
        previous_ticket_id
    from neighbours
    where previous_ticket_id is not null or next_ticket_id is not null
)

select * from final
