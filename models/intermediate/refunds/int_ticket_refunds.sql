{{ config(materialized='table') }}

-- Tickets that are about a refund: one names them, was requested near them, or is what
-- they ask for.
with

refunds as (
    select * from {{ ref('int_refunds') }}
),

tickets as (
    select
        ticket_id,
        contact_reason,
        created_at
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
    select tickets.ticket_id
    from tickets
    left join named
        on tickets.ticket_id = named.ticket_id
    left join near_refunds
        on tickets.ticket_id = near_refunds.ticket_id
    where
        named.ticket_id is not null
        or near_refunds.ticket_id is not null
        or tickets.contact_reason = 'returns_refund_status'
)

select * from final
