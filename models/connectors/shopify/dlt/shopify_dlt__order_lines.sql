{{ config(enabled=is_connected('shopify', 'dlt'), materialized='table') }}

with

delivered as (
    {{ vendor_rows('shopify', 'dlt', 'orders__line_items') }}
),

allocations as (
    {{ vendor_rows('shopify', 'dlt', 'orders__line_items__discount_allocations') }}
),

orders as (
    select * from {{ ref('shopify_dlt__orders') }}
),

discounts as (
    select
        connection,
        _dlt_parent_id,
        sum(coalesce(amount_set__shop_money__amount, amount)) as allocated_discount
    from allocations
    group by connection, _dlt_parent_id
),

final as (
    select
        delivered.connection,
        delivered.connection_number,
        delivered.id_prefix,
        delivered.vendor_table,
        orders.order_id,
        delivered._dlt_parent_id as version_id,
        delivered.id as line_id,
        delivered.product_id,
        delivered.quantity,
        coalesce(delivered.price_set__shop_money__amount, delivered.price)
            as unit_price,
        cast(null as decimal(18, 6)) as original_total,
        coalesce(
            delivered.total_discount_set__shop_money__amount, delivered.total_discount
        ) as line_discount,
        discounts.allocated_discount,
        false as is_deleted,
        orders.loaded_at
    from delivered
    left join orders
        on
            delivered.connection = orders.connection
            and delivered._dlt_parent_id = orders.version_id
    left join discounts
        on
            delivered.connection = discounts.connection
            and delivered._dlt_id = discounts._dlt_parent_id
)

select * from final
