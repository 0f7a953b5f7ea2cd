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
        {{ json_items('order_adjustments') }} as document
    from refunds
),

final as (
    select
        connection,
        refund_id,
        version_id,
        {{ json_text('document', 'reason') }} as reason,
        coalesce(
            {{ json_number('document', 'amount_set.shop_money.amount') }},
            {{ json_number('document', 'amount') }}
        ) as amount,
        coalesce(
            {{ json_number('document', 'tax_amount_set.shop_money.amount') }},
            {{ json_number('document', 'tax_amount') }}
        ) as tax
    from documents
)

select * from final
