{{ config(enabled=is_connected('shopify'), materialized='table') }}

-- The raw contract's order lines of Shopify: line items in the order of their ids, and
-- last, where an order gave more off than its items tell, that as a line of its own.
with

items as (
    select * from {{ ref('shopify__line_items') }}
),

discounts as (
    select * from {{ ref('shopify__unallocated_discounts') }}
),

product_versions as (
    {{ loaded_objects(
        'shopify', 'products', ['connection', 'product_id', 'product_type', 'loaded_at']
    ) }}
),

products as (
    select
        connection,
        product_id,
        max_by(product_type, loaded_at) as product_type
    from product_versions
    group by connection, product_id
),

deleted_orders as (
    select * from {{ ref('shopify__deleted_orders') }}
),

final as (
    select
        items.connection,
        items.vendor_table,
        items.line_id as vendor_line_id,
        {{ prefixed_id('items.order_id', 'items.id_prefix') }} as order_id,
        items.line_number,
        {{ prefixed_id('items.product_id', 'items.id_prefix') }} as product_id,
        products.product_type as product_category,
        items.quantity,
        items.line_amount,
        items.loaded_at,
        case
            when items.is_deleted then 'deleted in the shop'
            when items.order_id is null then 'names no order that was loaded'
            when deleted_orders.order_id is not null then 'its order was deleted'
        end as left_out_reason
    from items
    left join products
        on
            items.connection = products.connection
            and items.product_id = products.product_id
    left join deleted_orders
        on
            items.connection = deleted_orders.connection
            and items.order_id = deleted_orders.order_id
    union all
    select
        discounts.connection,
        discounts.vendor_table,
        cast(null as {{ dbt.type_string() }}) as vendor_line_id,
        {{ prefixed_id('discounts.order_id', 'discounts.id_prefix') }} as order_id,
        discounts.line_number,
        cast(null as {{ dbt.type_string() }}) as product_id,
        cast(null as {{ dbt.type_string() }}) as product_category,
        1 as quantity,
        -discounts.discount as line_amount,
        discounts.loaded_at,
        case
            when deleted_orders.order_id is not null then 'its order was deleted'
        end as left_out_reason
    from discounts
    left join deleted_orders
        on
            discounts.connection = deleted_orders.connection
            and discounts.order_id = deleted_orders.order_id
)

select * from final
