{{ config(enabled=is_connected('shopify', 'dlt'), materialized='table') }}

with

delivered as (
    {{ vendor_rows('shopify', 'dlt', 'orders__refunds__transactions') }}
),

refunds as (
    select * from {{ ref('shopify_dlt__refunds') }}
),

final as (
    select
        delivered.connection,
        delivered.vendor_table,
        refunds.order_id,
        refunds.refund_id,
        delivered._dlt_parent_id as version_id,
        delivered.id as transaction_id,
        delivered.kind,
        delivered.status,
        delivered.amount,
        delivered.amount_set__shop_money__amount as shop_amount,
        delivered.currency,
        coalesce(delivered.processed_at, delivered.created_at) as processed_at,
        false as is_deleted,
        refunds.loaded_at,
        false as is_known_otherwise
    from delivered
    left join refunds
        on
            delivered.connection = refunds.connection
            and delivered._dlt_parent_id = refunds.version_id
)

select * from final
