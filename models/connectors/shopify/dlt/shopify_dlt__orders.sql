{{ config(enabled=is_connected('shopify', 'dlt'), materialized='table') }}

with

delivered as (
    {{ vendor_rows('shopify', 'dlt', 'orders') }}
),

loads as (
    {{ vendor_rows('shopify', 'dlt', '_dlt_loads') }}
),

final as (
    select
        delivered.connection,
        delivered.connection_number,
        delivered.id_prefix,
        delivered.vendor_table,
        delivered.id as order_id,
        delivered._dlt_id as version_id,
        delivered.name as order_name,
        coalesce(delivered.order_number, delivered.{{ adapter.quote('number') }})
            as order_number,
        delivered.created_at,
        delivered.processed_at,
        delivered.cancelled_at,
        delivered.total_price,
        delivered.total_price_set__shop_money__amount as shop_amount,
        delivered.total_price_set__shop_money__currency_code as shop_currency,
        delivered.total_price_set__presentment_money__amount as presentment_amount,
        delivered.presentment_currency,
        delivered.subtotal_price as subtotal,
        delivered.total_discounts as total_discount,
        delivered.currency,
        delivered.{{ adapter.quote('test') }} as is_test,
        delivered.tags,
        delivered.customer__id as customer_id,
        delivered.shipping_address__country_code as shipping_country,
        delivered.billing_address__country_code as billing_country,
        false as is_deleted,
        loads.inserted_at as loaded_at
    from delivered
    left join loads
        on
            delivered.connection = loads.connection
            and delivered._dlt_load_id = loads.load_id
)

select * from final
