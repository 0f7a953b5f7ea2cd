{{ config(enabled=is_connected('shopify'), materialized='table') }}

-- The raw contract's orders of Shopify. Amounts are what was sold, in the currency of
-- the shop; current_total_price falls with refunds and is read nowhere.
with

versions as (
    {{ loaded_objects('shopify', 'orders', [
        'connection', 'connection_number', 'id_prefix', 'vendor_table', 'order_id',
        'version_id', 'order_name', 'order_number', 'created_at', 'processed_at',
        'cancelled_at', 'total_price', 'shop_amount', 'shop_currency', 'currency',
        'presentment_amount', 'presentment_currency', 'is_test', 'tags', 'customer_id',
        'shipping_country', 'billing_country', 'loaded_at',
    ]) }}
),

deliveries as (
    select * from {{ ref('shopify__deliveries') }}
),

deleted_orders as (
    select * from {{ ref('shopify__deleted_orders') }}
),

test_tags as (
    {{ connection_list('test_tags', 'shopify') }}
),

tagged as (
    select distinct
        versions.connection,
        versions.order_id,
        versions.version_id
    from versions
    inner join test_tags
        on versions.connection_number = test_tags.connection_number
    where
        position(
            ',' || {{ lower_case(strip('test_tags.element')) }} || ','
            in
            ',' || replace({{ lower_case(strip('versions.tags')) }}, ', ', ',') || ','
        ) > 0
),

final as (
    select
        versions.connection,
        versions.connection_number,
        versions.id_prefix,
        versions.vendor_table,
        versions.order_id as vendor_order_id,
        versions.customer_id as vendor_customer_id,
        versions.order_name,
        versions.order_number,
        coalesce(versions.shop_currency, versions.currency) as currency,
        versions.presentment_amount,
        versions.presentment_currency,
        {{ prefixed_id('versions.order_id', 'versions.id_prefix') }} as order_id,
        {{ prefixed_id('versions.customer_id', 'versions.id_prefix') }} as customer_id,
        coalesce(versions.shipping_country, versions.billing_country) as region,
        coalesce(versions.processed_at, versions.created_at) as ordered_at,
        deliveries.promised_at,
        deliveries.shipped_at,
        deliveries.delivered_at,
        versions.cancelled_at,
        coalesce(versions.shop_amount, versions.total_price) as total_amount,
        coalesce(versions.is_test, false) or tagged.order_id is not null as is_test,
        {{ latest_of('versions.loaded_at', 'deliveries.loaded_at') }} as loaded_at,
        case
            when deleted_orders.order_id is not null then 'deleted in the shop'
        end as left_out_reason
    from versions
    left join deliveries
        on
            versions.connection = deliveries.connection
            and versions.order_id = deliveries.order_id
            and versions.version_id = deliveries.version_id
    left join deleted_orders
        on
            versions.connection = deleted_orders.connection
            and versions.order_id = deleted_orders.order_id
    left join tagged
        on
            versions.connection = tagged.connection
            and versions.order_id = tagged.order_id
            and versions.version_id = tagged.version_id
)

select * from final
