{{ config(materialized='table') }}

-- Tickets that are about a refund: one names them, was requested near them, or is what
-- they ask for.
with

refunds as (
    select * from {{ ref('int_refunds') }}
),

tickets as (
    select
        tickets.ticket_id,
        tickets.contact_reason,
        tickets.created_at,
        orders.linked_order_id
    from {{ ref('int_ticket_reasons') }} as tickets
    left join {{ ref('int_ticket_orders') }} as orders
        on tickets.ticket_id = orders.ticket_id
),

named as (
    select distinct ticket_id from refunds
    where ticket_id is not null
),

-- refunds and tickets of an order on one time line, so that an order with many of both
-- does not set each ticket against each refund
time_line as (
    select
        order_id,
        requested_at as happened_at,
        requested_at,
        {{ dbt.cast('null', dbt.type_string()) }} as ticket_id
    from refunds
    union all
    select
        linked_order_id as order_id,
        created_at as happened_at,
        cast(null as timestamp) as requested_at,
        ticket_id
    from tickets
    where linked_order_id in (select refunds.order_id from refunds)
),

-- a refund at the very time of a ticket stands on both sides of it
neighbours as (
    select
        ticket_id,
        happened_at as created_at,
        max(requested_at) over (
            partition by order_id
            order by happened_at, ticket_id nulls first
            rows between unbounded preceding and current row
        ) as last_requested_at,
        min(requested_at) over (
            partition by order_id
            order by happened_at desc, ticket_id nulls first
            rows between unbounded preceding and current row
        ) as next_requested_at
    from time_line
),

near_refunds as (
    select ticket_id from neighbours
    where
        ticket_id is not null
        and (
            last_requested_at
            >= {{ add_time('created_at', days=-var('refund_link_days')) }}
            or next_requested_at
            <= {{ add_time('created_at', days=var('refund_link_days')) }}
        )
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
