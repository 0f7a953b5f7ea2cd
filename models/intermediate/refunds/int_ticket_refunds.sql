with

refunds as (
    select * from {{ ref('int_refunds') }}
),

tickets as (
    select
        ticket_id,
        created_at
    from {{ ref('int_counted_tickets') }}
),

reasons as (
    select
        ticket_id,
        contact_reason
    from {{ ref('int_ticket_reasons') }}
),

orders as (
    select
        ticket_id,
        linked_order_id
    from {{ ref('int_ticket_orders') }}
    where linked_order_id is not null
),

named as (
    select distinct ticket_id from refunds
    where ticket_id is not null
),

near_refunds as (
    select distinct tickets.ticket_id
    from tickets
    inner join orders
        on tickets.ticket_id = orders.ticket_id
    inner join refunds
        on orders.linked_order_id = refunds.order_id
    where
        refunds.requested_at
        >= {{ add_time('tickets.created_at', days=-var('refund_link_days')) }}
        and refunds.requested_at
        <= {{ add_time('tickets.created_at', days=var('refund_link_days')) }}
),

final as (
    select
        tickets.ticket_id,
        named.ticket_id is not null
        or near_refunds.ticket_id is not null
        or coalesce(reasons.contact_reason = 'returns_refund_status', false)
            as is_refund_linked
    from tickets
    left join reasons
        on tickets.ticket_id = reasons.ticket_id
    left join named
        on tickets.ticket_id = named.ticket_id
    left join near_refunds
        on tickets.ticket_id = near_refunds.ticket_id
)

select * from final
