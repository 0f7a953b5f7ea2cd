{{ config(enabled=is_connected('shopify')) }}

-- What became of each transaction: those of refunds lend them their amount, the others
-- are payments.
with

transactions as (
    {{ loaded_objects('shopify', 'transactions', [
        'connection', 'vendor_table', 'refund_id', 'kind', 'is_deleted',
        'is_known_otherwise',
    ]) }}
),

refunds as (
    select distinct
        connection,
        vendor_refund_id
    from {{ ref('shopify__money_refunds') }}
    where left_out_reason is null
),

final as (
    select
        transactions.connection,
        transactions.vendor_table,
        case
            when transactions.is_deleted then 'deleted in the shop'
            when transactions.is_known_otherwise then 'known from its order'
            when {{ vendor_word('transactions.kind') }} <> 'refund'
                then 'gives nothing back: a payment or a void'
            when transactions.refund_id is null then 'names no refund'
            when refunds.vendor_refund_id is null then 'its refund was left out'
            else 'known from its refund'
        end as left_out_reason
    from transactions
    left join refunds
        on
            transactions.connection = refunds.connection
            and transactions.refund_id = refunds.vendor_refund_id
)

select * from final
