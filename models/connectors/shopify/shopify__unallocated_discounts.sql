{{ config(enabled=is_connected('shopify')) }}

-- What an order gave off its items that none of them tells: loaders may leave out the
-- allocations. Never more than what its items are above its subtotal, as discounts of
-- the shipping are among those of the order, too.
with

orders as (
    {{ loaded_objects('shopify', 'orders', [
        'connection', 'id_prefix', 'vendor_table', 'order_id', 'version_id', 'subtotal',
        'total_discount', 'loaded_at',
    ]) }}
),

items as (
    select
        connection,
        order_id,
        version_id,
        max(line_number) as items,
        sum(discount) as discount,
        sum(line_amount) as amount
    from {{ ref('shopify__line_items') }}
    where not coalesce(is_deleted, false)
    group by connection, order_id, version_id
),

untold as (
    select
        orders.connection,
        orders.id_prefix,
        orders.vendor_table || '.discounts' as vendor_table,
        orders.order_id,
        orders.loaded_at,
        items.items + 1 as line_number,
        least(
            orders.total_discount - items.discount,
            coalesce(
                items.amount - orders.subtotal, orders.total_discount - items.discount
            )
        ) as discount
    from orders
    inner join items
        on
            orders.connection = items.connection
            and orders.order_id = items.order_id
            and orders.version_id = items.version_id
),

final as (
    select * from untold
    where discount > 0
)

select * from final
