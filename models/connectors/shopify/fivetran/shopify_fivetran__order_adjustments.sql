{{ config(enabled=is_connected('shopify', 'fivetran')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'order_adjustment') }}
),

final as (
    select
        connection,
        refund_id,
        '' as version_id,
        reason,
        coalesce(amount_set_shop_amount, amount) as amount,
        coalesce(tax_amount_set_shop_amount, tax_amount) as tax
    from delivered
)

select * from final
