{{ config(enabled=is_connected('shopify')) }}

-- What moves money back to a customer, in the currency of the shop. Loaders give
-- amounts of a payment in another currency without its value in the shop's: the order
-- has both, and with them the rate that it was paid at.
with

transactions as (
    {{ loaded_objects('shopify', 'transactions', [
        'connection', 'order_id', 'refund_id', 'version_id', 'transaction_id', 'kind',
        'status', 'amount', 'shop_amount', 'currency', 'processed_at', 'is_deleted',
        'is_known_otherwise', 'loaded_at',
    ]) }}
),

orders as (
    select * from {{ ref('shopify__orders') }}
),

refunding as (
    select
        *,
        row_number() over (
            partition by connection, refund_id, transaction_id, version_id
            order by loaded_at desc nulls last, processed_at desc nulls last
        ) as version_rank
    from transactions
    where
        {{ vendor_word('kind') }} = 'refund'
        and refund_id is not null
        and not is_known_otherwise
        and not coalesce(is_deleted, false)
),

rates as (
    select
        connection,
        vendor_order_id,
        max(currency) as shop_currency,
        max(presentment_currency) as presentment_currency,
        max(total_amount) as shop_amount,
        max(presentment_amount) as presentment_amount
    from orders
    where currency <> presentment_currency
    group by connection, vendor_order_id
),

final as (
    select
        refunding.connection,
        refunding.refund_id,
        refunding.version_id,
        refunding.transaction_id,
        case
            when {{ vendor_word('refunding.status') }} = 'success' then 'succeeded'
            when {{ vendor_word('refunding.status') }} in ('failure', 'error')
                then 'failed'
            else 'pending'
        end as outcome,
        coalesce(
            refunding.shop_amount,
            case
                when
                    refunding.currency = rates.presentment_currency
                    and refunding.currency <> rates.shop_currency
                    then round(
                            refunding.amount * cast(rates.shop_amount as double)
                            / nullif(cast(rates.presentment_amount as double), 0),
                            2
                        )
                else refunding.amount
            end
        ) as amount,
        refunding.processed_at,
        refunding.loaded_at
    from refunding
    left join rates
        on
            refunding.connection = rates.connection
            and refunding.order_id = rates.vendor_order_id
    where refunding.version_rank = 1
)

select * from final
