{{ config(enabled=is_connected('shopify')) }}

-- What was sold, per piece of an order. A discount of the whole order is in the
-- allocations of its items and not in their own discount; the larger holds both.
with

items as (
    {{ loaded_objects('shopify', 'order_lines', [
        'connection', 'connection_number', 'id_prefix', 'vendor_table', 'order_id',
        'version_id', 'line_id', 'product_id', 'quantity', 'unit_price',
        'original_total', 'line_discount', 'allocated_discount', 'is_deleted',
        'loaded_at',
    ]) }}
),

discounted as (
    select
        *,
        coalesce(original_total, unit_price * quantity) as full_amount,
        greatest(coalesce(line_discount, 0), coalesce(allocated_discount, 0))
            as discount
    from items
),

final as (
    select
        connection,
        id_prefix,
        vendor_table,
        order_id,
        version_id,
        line_id,
        cast(row_number() over (
            partition by connection, order_id, version_id
            order by length(line_id), line_id
        ) as bigint) as line_number,
        product_id,
        quantity,
        discount,
        full_amount - discount as line_amount,
        is_deleted,
        loaded_at
    from discounted
)

select * from final
