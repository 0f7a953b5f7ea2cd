{{ config(enabled=is_connected('gorgias') and is_connected('shopify')) }}

-- From which ticket a refund was made: where an agent refunded an order from within
-- one, it is the refund of that order that is nearest to it in time.
with

actions as (
    select * from {{ ref('gorgias__order_actions') }}
    where is_refund
),

refunds as (
    select
        connection,
        vendor_order_id,
        vendor_refund_id,
        min(created_at) as created_at
    from {{ ref('shopify__refunds') }}
    where left_out_reason is null and created_at is not null
    group by connection, vendor_order_id, vendor_refund_id
),

apart as (
    select
        refunds.connection,
        refunds.vendor_refund_id,
        actions.contract_ticket_id as ticket_id,
        actions.occurred_at,
        abs({{ microseconds_between('actions.occurred_at', 'refunds.created_at') }})
            as distance
    from actions
    inner join refunds
        on {{ order_key('actions.order_reference') }} = refunds.vendor_order_id
),

nearest_refunds as (
    select
        *,
        row_number() over (
            partition by ticket_id, occurred_at
            order by distance, connection, vendor_refund_id
        ) as refund_rank
    from apart
),

nearest_tickets as (
    select
        *,
        row_number() over (
            partition by connection, vendor_refund_id order by distance, ticket_id
        ) as ticket_rank
    from nearest_refunds
    where refund_rank = 1
),

final as (
    select
        connection,
        vendor_refund_id,
        ticket_id
    from nearest_tickets
    where ticket_rank = 1
)

select * from final
