{{ config(enabled=is_connected('shopify'), materialized='table') }}

-- The raw contract's refunds of Shopify: refunds that moved or will move money, and
-- returns that were asked for and have none.
with

refunds as (
    select * from {{ ref('shopify__money_refunds') }}
),

returns as (
    select * from {{ ref('shopify__returns') }}
),

deleted_orders as (
    select * from {{ ref('shopify__deleted_orders') }}
),

refunded_returns as (
    select
        connection,
        return_id,
        min(created_at) as refunded_at
    from refunds
    where return_id is not null and left_out_reason is null
    group by connection, return_id
),

final as (
    select
        connection,
        vendor_table,
        vendor_order_id,
        vendor_refund_id,
        refund_id,
        order_id,
        cast(null as {{ dbt.type_string() }}) as ticket_id,
        reason,
        amount,
        status,
        requested_at,
        completed_at,
        loaded_at,
        created_at,
        left_out_reason
    from refunds
    union all
    select
        returns.connection,
        returns.vendor_table,
        returns.order_id as vendor_order_id,
        'return-' || returns.return_id as vendor_refund_id,
        {{ prefixed_id("'return-' || returns.return_id", 'returns.id_prefix') }}
            as refund_id,
        {{ prefixed_id('returns.order_id', 'returns.id_prefix') }} as order_id,
        cast(null as {{ dbt.type_string() }}) as ticket_id,
        returns.reason,
        -- without its lines nothing says what it is worth, and it was asked for
        coalesce(returns.worth, 0) as amount,
        case
            when returns.return_status = 'declined' then 'rejected'
            else 'requested'
        end as status,
        -- asked for by then, where the loader does not say when
        coalesce(returns.created_at, returns.loaded_at) as requested_at,
        cast(null as timestamp) as completed_at,
        returns.loaded_at,
        returns.created_at,
        case
            when returns.is_deleted then 'deleted in the shop'
            when deleted_orders.order_id is not null then 'its order was deleted'
            when refunded_returns.return_id is not null then 'known from its refund'
            when returns.return_status in ('cancelled', 'canceled')
                then 'return was cancelled'
            when returns.return_status not in ('open', 'requested', 'declined')
                then 'return was closed without a refund'
        end as left_out_reason
    from returns
    left join refunded_returns
        on
            returns.connection = refunded_returns.connection
            and returns.return_id = refunded_returns.return_id
    left join deleted_orders
        on
            returns.connection = deleted_orders.connection
            and returns.order_id = deleted_orders.order_id
)

select * from final
