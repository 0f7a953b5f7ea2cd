{{ config(materialized='table') }}

-- Refund-linked contacts of known customers whose window has elapsed, and whether
-- another one followed. Contacts about two different orders do not follow each other;
-- one that names no order may follow any.
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

followed as (
    select distinct earlier.ticket_id
    from contacts as earlier
    inner join contacts as later
        on
            earlier.customer_id = later.customer_id
            and earlier.window_ends_at >= later.created_at
            and (
                earlier.created_at < later.created_at
                or (
                    earlier.created_at = later.created_at
                    and earlier.ticket_id < later.ticket_id
                )
            )
            and coalesce(earlier.linked_order_id, later.linked_order_id, '')
            = coalesce(later.linked_order_id, earlier.linked_order_id, '')
),

final as (
    select
        contacts.ticket_id,
        followed.ticket_id is not null as is_recurring
    from contacts
    left join followed
        on contacts.ticket_id = followed.ticket_id
    cross join {{ ref('int_as_of') }} as clock
    where contacts.window_ends_at <= clock.as_of
)

select * from final
