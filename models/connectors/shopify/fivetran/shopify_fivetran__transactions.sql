{{ config(enabled=is_connected('shopify', 'fivetran'), materialized='table') }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'transaction') }}
),

final as (
    select
        connection,
        vendor_table,
        order_id,
        refund_id,
        '' as version_id,
        id as transaction_id,
        kind,
        status,
        amount,
        amount_set_shop_amount as shop_amount,
        currency,
        coalesce(processed_at, created_at) as processed_at,
        _fivetran_deleted as is_deleted,
        _fivetran_synced as loaded_at,
        false as is_known_otherwise
    from delivered
)

select * from final
