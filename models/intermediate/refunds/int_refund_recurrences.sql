-- Refund-linked contacts of known customers whose window has elapsed, and whether
-- another one followed. Contacts about two different orders do not follow each other;
-- one that names no order may follow any.
with

contacts as (
    select
        ticket_id,
        customer_id,
        linked_order_id,
        created_at,
        created_week_start_date,
        {{ add_time('created_at', days=var('recurrence_days')) }} as window_ends_at
    from {{ ref('fct_tickets') }}
    where is_contact and is_refund_linked and customer_id is not null
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
        contacts.created_at,
        contacts.created_week_start_date,
        followed.ticket_id is not null as is_recurring
    from contacts
    left join followed
        on contacts.ticket_id = followed.ticket_id
    cross join {{ ref('int_as_of') }} as clock
    where contacts.window_ends_at <= clock.as_of
)

select * from final
