{{ config(enabled=is_connected('shopify', 'fivetran')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'return_line_item') }}
),

final as (
    select
        connection,
        return_id,
        order_line_id as line_id,
        quantity,
        return_reason,
        return_reason_note
    from delivered
)

select * from final
