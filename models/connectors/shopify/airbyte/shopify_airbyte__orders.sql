{{ config(enabled=is_connected('shopify', 'airbyte'), materialized='table') }}

with

delivered as (
    {{ vendor_rows('shopify', 'airbyte', 'orders') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as order_id,
        {{ airbyte_version() }} as version_id,
        name as order_name,
        coalesce(order_number, {{ adapter.quote('number') }}) as order_number,
        created_at,
        processed_at,
        cancelled_at,
        total_price,
        {{ json_number('total_price_set', 'shop_money.amount') }} as shop_amount,
        {{ json_text('total_price_set', 'shop_money.currency_code') }} as shop_currency,
        {{ json_number('total_price_set', 'presentment_money.amount') }}
            as presentment_amount,
        presentment_currency,
        subtotal_price as subtotal,
        total_discounts as total_discount,
        currency,
        {{ adapter.quote('test') }} as is_test,
        tags,
        coalesce({{ json_id('customer', 'id') }}, customer_id) as customer_id,
        {{ json_id('shipping_address', 'country_code') }} as shipping_country,
        {{ json_id('billing_address', 'country_code') }} as billing_country,
        deleted_at is not null as is_deleted,
        _airbyte_extracted_at as loaded_at
    from delivered
)

select * from final
