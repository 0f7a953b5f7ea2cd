{{ config(enabled=is_connected('shopify')) }}

-- What a refund is worth by its lines and adjustments: an adjustment of less than
-- nothing, as for shipping, is given back on top of the lines.
with

lines as (
    {{ loaded_objects(
        'shopify', 'refund_lines',
        ['connection', 'refund_id', 'version_id', 'subtotal', 'tax'],
    ) }}
),

adjustments as (
    {{ loaded_objects(
        'shopify', 'order_adjustments',
        ['connection', 'refund_id', 'version_id', 'amount', 'tax'],
    ) }}
),

worths as (
    select
        connection,
        refund_id,
        version_id,
        coalesce(subtotal, 0) + coalesce(tax, 0) as worth
    from lines
    union all
    select
        connection,
        refund_id,
        version_id,
        -coalesce(amount, 0) - coalesce(tax, 0) as worth
    from adjustments
),

final as (
    select
        connection,
        refund_id,
        version_id,
        cast(sum(worth) as decimal(18, 6)) as worth
    from worths
    group by connection, refund_id, version_id
)

select * from final
