{{ config(enabled=is_connected('shopify', 'dlt')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'dlt', 'orders__refunds__order_adjustments') }}
),

refunds as (
    select * from {{ ref('shopify_dlt__refunds') }}
),

final as (
    select
        delivered.connection,
        refunds.refund_id,
        delivered._dlt_parent_id as version_id,
        delivered.reason,
        delivered.amount,
        delivered.tax_amount as tax
    from delivered
    left join refunds
        on
            delivered.connection = refunds.connection
            and delivered._dlt_parent_id = refunds.version_id
)

select * from final
