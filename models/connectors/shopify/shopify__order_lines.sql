{{ config(enabled=is_connected('shopify'), materialized='table') }}

-- Lines are numbered in the order of their ids. A discount of the whole order is in the
-- allocations of its lines and not in their own discount; the larger holds both.
with

lines as (
    {{ loaded_objects('shopify', 'order_lines', [
        'connection', 'connection_number', 'id_prefix', 'vendor_table', 'order_id',
        'version_id', 'line_id', 'product_id', 'quantity', 'unit_price',
        'original_total', 'line_discount', 'allocated_discount', 'is_deleted',
        'loaded_at',
    ]) }}
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
        lines.connection,
        lines.vendor_table,
        lines.order_id as vendor_order_id,
        lines.line_id as vendor_line_id,
        {{ prefixed_id('lines.order_id', 'lines.id_prefix') }} as order_id,
        row_number() over (
            partition by lines.connection, lines.order_id, lines.version_id
            order by length(lines.line_id), lines.line_id
        ) as line_number,
        {{ prefixed_id('lines.product_id', 'lines.id_prefix') }} as product_id,
        products.product_type as product_category,
        lines.quantity,
        coalesce(lines.original_total, lines.unit_price * lines.quantity)
        - greatest(
            coalesce(lines.line_discount, 0), coalesce(lines.allocated_discount, 0)
        ) as line_amount,
        lines.loaded_at,
        case
            when lines.is_deleted then 'deleted in the shop'
            when lines.order_id is null then 'names no order that was loaded'
            when deleted_orders.order_id is not null then 'its order was deleted'
        end as left_out_reason
    from lines
    left join products
        on
            lines.connection = products.connection
            and lines.product_id = products.product_id
    left join deleted_orders
        on
            lines.connection = deleted_orders.connection
            and lines.order_id = deleted_orders.order_id
)

select * from final
