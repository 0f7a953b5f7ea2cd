-- Refunds with what their status means as of now, and the ticket that counts where they
-- name one.
with

refunds as (
    select * from {{ ref('int_refunds_as_of') }}
),

merged_tickets as (
    select * from {{ ref('int_merged_tickets') }}
),

tickets as (
    select ticket_id from {{ ref('int_counted_tickets') }}
),

orders as (
    select
        order_id,
        is_test,
        ordered_at
    from {{ ref('int_orders_as_of') }}
),

reason_map as (
    select
        {{ lower_case(strip('refund_reason')) }} as reason,
        min(mapped_reason) as mapped_reason
    from {{ ref('refund_reason_map') }}
    group by {{ lower_case(strip('refund_reason')) }}
),

final as (
    select
        refunds.refund_id,
        refunds.order_id,
        tickets.ticket_id,
        coalesce(reason_map.mapped_reason, 'other') as refund_reason,
        refunds.amount,
        refunds.status,
        refunds.requested_at,
        refunds.completed_at,
        refunds.status = 'completed' and refunds.completed_at is not null
            as is_completed,
        refunds.status <> 'rejected' and (
            refunds.status <> 'completed' or refunds.completed_at is null
        ) as is_open,
        coalesce(orders.is_test, false) as is_test_order
    from refunds
    left join merged_tickets
        on refunds.ticket_id = merged_tickets.ticket_id
    left join tickets
        on
            coalesce(merged_tickets.counts_for_ticket_id, refunds.ticket_id)
            = tickets.ticket_id
    left join reason_map
        on refunds.reason = reason_map.reason
    left join orders
        on refunds.order_id = orders.order_id
)

select * from final
