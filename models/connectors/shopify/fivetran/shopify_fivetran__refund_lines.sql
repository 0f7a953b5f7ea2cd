{{ config(enabled=is_connected('shopify', 'fivetran')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'order_line_refund') }}
),

final as (
    select
        connection,
        refund_id,
        '' as version_id,
        coalesce(subtotal_set_shop_amount, subtotal) as subtotal,
        coalesce(total_tax_set_shop_amount, total_tax) as tax
    from delivered
)

select * from final
