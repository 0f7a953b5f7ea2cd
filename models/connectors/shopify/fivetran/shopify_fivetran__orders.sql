{{ config(enabled=is_connected('shopify', 'fivetran'), materialized='table') }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'order') }}
),

order_tags as (
    {{ vendor_rows('shopify', 'fivetran', 'order_tag') }}
),

tags_of_orders as (
    select
        connection,
        order_id,
        {{ dbt.listagg('value', "','", 'order by value') }} as tags
    from order_tags
    group by connection, order_id
),

final as (
    select
        delivered.connection,
        delivered.connection_number,
        delivered.id_prefix,
        delivered.vendor_table,
        delivered.id as order_id,
        '' as version_id,
        delivered.name as order_name,
        coalesce(delivered.order_number, delivered.number) as order_number,
        delivered.created_at,
        delivered.processed_at,
        delivered.cancelled_at,
        delivered.total_price,
        coalesce(
            delivered.total_price_set_shop_amount,
            {{ json_number('delivered.total_price_set', 'shop_money.amount') }}
        ) as shop_amount,
        coalesce(
            delivered.total_price_set_shop_currency_code,
            {{ json_text('delivered.total_price_set', 'shop_money.currency_code') }}
        ) as shop_currency,
        coalesce(
            delivered.total_price_set_pres_amount,
            {{ json_number('delivered.total_price_set', 'presentment_money.amount') }}
        ) as presentment_amount,
        coalesce(
            delivered.presentment_currency, delivered.presentment_currency_code
        ) as presentment_currency,
        coalesce(
            delivered.subtotal_price_set_shop_amount, delivered.subtotal_price
        ) as subtotal,
        coalesce(
            delivered.total_discounts_set_shop_amount, delivered.total_discounts
        ) as total_discount,
        coalesce(delivered.currency, delivered.currency_code) as currency,
        delivered.test as is_test,
        tags_of_orders.tags,
        delivered.customer_id,
        delivered.shipping_address_country_code as shipping_country,
        delivered.billing_address_country_code as billing_country,
        delivered._fivetran_deleted as is_deleted,
        delivered._fivetran_synced as loaded_at
    from delivered
    left join tags_of_orders
        on
            delivered.connection = tags_of_orders.connection
            and delivered.id = tags_of_orders.order_id
)

select * from final
