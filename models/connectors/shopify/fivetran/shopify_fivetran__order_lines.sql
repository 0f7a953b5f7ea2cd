{{ config(enabled=is_connected('shopify', 'fivetran'), materialized='table') }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'order_line') }}
),

allocations as (
    {{ vendor_rows('shopify', 'fivetran', 'discount_allocation') }}
),

discounts as (
    select
        connection,
        order_line_id,
        sum(
            coalesce(
                amount_set_shop_money_amount, allocated_amount_set_shop_amount, amount
            )
        ) as allocated_discount
    from allocations
    group by connection, order_line_id
),

final as (
    select
        delivered.connection,
        delivered.connection_number,
        delivered.id_prefix,
        delivered.vendor_table,
        delivered.order_id,
        '' as version_id,
        delivered.id as line_id,
        delivered.product_id,
        delivered.quantity,
        coalesce(
            {{ json_number('delivered.price_set', 'shop_money.amount') }},
            delivered.price
        ) as unit_price,
        delivered.original_total_set_shop_amount as original_total,
        coalesce(
            delivered.total_discount_set_shop_amount,
            {{ json_number('delivered.total_discount_set', 'shop_money.amount') }},
            delivered.total_discount
        ) as line_discount,
        discounts.allocated_discount,
        delivered._fivetran_deleted as is_deleted,
        delivered._fivetran_synced as loaded_at
    from delivered
    left join discounts
        on
            delivered.connection = discounts.connection
            and delivered.id = discounts.order_line_id
)

select * from final
