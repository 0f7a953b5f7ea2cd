{{ config(enabled=is_connected('shopify', 'airbyte'), materialized='table') }}

with

orders as (
    select * from {{ ref('shopify_airbyte__order_documents') }}
),

documents as (
    select
        connection,
        connection_number,
        id_prefix,
        order_id,
        version_id,
        is_deleted,
        loaded_at,
        {{ json_items('line_items') }} as line
    from orders
),

lines as (
    select
        *,
        {{ json_id('line', 'id') }} as line_id
    from documents
),

allocations as (
    select
        connection,
        version_id,
        line_id,
        {{ json_items('line', 'discount_allocations') }} as allocation
    from lines
),

discounts as (
    select
        connection,
        version_id,
        line_id,
        sum(
            coalesce(
                {{ json_number('allocation', 'amount_set.shop_money.amount') }},
                {{ json_number('allocation', 'amount') }}
            )
        ) as allocated_discount
    from allocations
    group by connection, version_id, line_id
),

final as (
    select
        lines.connection,
        lines.connection_number,
        lines.id_prefix,
        'orders.line_items' as vendor_table,
        lines.order_id,
        lines.version_id,
        lines.line_id,
        {{ json_id('lines.line', 'product_id') }} as product_id,
        {{ json_number('lines.line', 'quantity') }} as quantity,
        coalesce(
            {{ json_number('lines.line', 'price_set.shop_money.amount') }},
            {{ json_number('lines.line', 'price') }}
        ) as unit_price,
        cast(null as decimal(18, 6)) as original_total,
        coalesce(
            {{ json_number('lines.line', 'total_discount_set.shop_money.amount') }},
            {{ json_number('lines.line', 'total_discount') }}
        ) as line_discount,
        discounts.allocated_discount,
        lines.is_deleted,
        lines.loaded_at
    from lines
    left join discounts
        on
            lines.connection = discounts.connection
            and lines.version_id = discounts.version_id
            and lines.line_id = discounts.line_id
)

select * from final
