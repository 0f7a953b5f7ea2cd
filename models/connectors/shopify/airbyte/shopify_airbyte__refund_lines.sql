{{ config(enabled=is_connected('shopify', 'airbyte')) }}

with

refunds as (
    select * from {{ ref('shopify_airbyte__refunds') }}
    where not is_known_otherwise
),

documents as (
    select
        connection,
        refund_id,
        version_id,
        {{ json_items('refund_line_items') }} as document
    from refunds
),

final as (
    select
        connection,
        refund_id,
        version_id,
        coalesce(
            {{ json_number('document', 'subtotal_set.shop_money.amount') }},
            {{ json_number('document', 'subtotal') }}
        ) as subtotal,
        coalesce(
            {{ json_number('document', 'total_tax_set.shop_money.amount') }},
            {{ json_number('document', 'total_tax') }}
        ) as tax
    from documents
)

select * from final
