{{ config(enabled=is_connected('shopify')) }}

-- Shopify's refunds, and of those that moved no money why they are none of the
-- contract's.
with

refunds as (
    {{ loaded_objects('shopify', 'refunds', [
        'connection', 'connection_number', 'id_prefix', 'vendor_table', 'order_id',
        'version_id', 'refund_id', 'return_id', 'created_at', 'is_deleted',
        'is_known_otherwise', 'loaded_at',
    ]) }}
),

amounts as (
    select * from {{ ref('shopify__refund_amounts') }}
),

reasons as (
    select * from {{ ref('shopify__refund_reasons') }}
),

returns as (
    select * from {{ ref('shopify__returns') }}
),

deleted_orders as (
    select * from {{ ref('shopify__deleted_orders') }}
),

latest_loads as (
    select
        connection,
        max(loaded_at) as latest_load_at
    from {{ ref('shopify__orders') }}
    group by connection
),

final as (
    select
        refunds.connection,
        refunds.vendor_table,
        refunds.order_id as vendor_order_id,
        refunds.refund_id as vendor_refund_id,
        refunds.return_id,
        refunds.created_at,
        {{ prefixed_id('refunds.refund_id', 'refunds.id_prefix') }} as refund_id,
        {{ prefixed_id('refunds.order_id', 'refunds.id_prefix') }} as order_id,
        coalesce(returns.reason, reasons.reason) as reason,
        amounts.amount,
        amounts.status,
        coalesce(returns.created_at, refunds.created_at) as requested_at,
        amounts.completed_at,
        -- loaders stamp a row when it changes, not what it learns later: a refund that
        -- tells of a success was read after it, and no later than the latest load
        greatest(
            {{ latest_of('refunds.loaded_at', 'amounts.loaded_at') }},
            least(
                coalesce(amounts.completed_at, refunds.loaded_at),
                coalesce(latest_loads.latest_load_at, refunds.loaded_at)
            )
        ) as loaded_at,
        case
            when refunds.is_deleted then 'deleted in the shop'
            when refunds.is_known_otherwise then 'known from its order'
            when refunds.order_id is null then 'names no order that was loaded'
            when deleted_orders.order_id is not null then 'its order was deleted'
            when coalesce(amounts.amount, 0) = 0
                then 'moved no money: restocked, exchanged or voided'
        end as left_out_reason
    from refunds
    left join amounts
        on
            refunds.connection = amounts.connection
            and refunds.refund_id = amounts.refund_id
            and refunds.version_id = amounts.version_id
    left join reasons
        on
            refunds.connection = reasons.connection
            and refunds.refund_id = reasons.refund_id
            and refunds.version_id = reasons.version_id
    left join returns
        on
            refunds.connection = returns.connection
            and refunds.return_id = returns.return_id
            and not coalesce(returns.is_deleted, false)
    left join deleted_orders
        on
            refunds.connection = deleted_orders.connection
            and refunds.order_id = deleted_orders.order_id
    left join latest_loads
        on refunds.connection = latest_loads.connection
)

select * from final
