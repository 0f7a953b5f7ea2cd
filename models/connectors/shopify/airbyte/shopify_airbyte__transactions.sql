{{ config(enabled=is_connected('shopify', 'airbyte'), materialized='table') }}

-- The stream fills what no refund holds; its rows name no refund in most loads and are
-- then of no use here.
with

refunds as (
    select * from {{ ref('shopify_airbyte__refunds') }}
),

streamed as (
    {{ vendor_rows('shopify', 'airbyte', 'transactions') }}
),

documents as (
    select
        connection,
        order_id,
        refund_id,
        version_id,
        loaded_at,
        {{ json_items('transactions') }} as document
    from refunds
    where not is_known_otherwise
),

opened as (
    select
        connection,
        'orders.refunds.transactions' as vendor_table,
        order_id,
        refund_id,
        version_id,
        {{ json_id('document', 'id') }} as transaction_id,
        {{ json_text('document', 'kind') }} as kind,
        {{ json_text('document', 'status') }} as status,
        {{ json_number('document', 'amount') }} as amount,
        {{ json_number('document', 'amount_set.shop_money.amount') }} as shop_amount,
        {{ json_text('document', 'currency') }} as currency,
        coalesce(
            {{ json_time('document', 'processed_at') }},
            {{ json_time('document', 'created_at') }}
        ) as processed_at,
        false as is_deleted,
        loaded_at
    from documents
),

known as (
    select distinct
        connection,
        transaction_id
    from opened
),

final as (
    select
        opened.*,
        false as is_known_otherwise
    from opened
    union all
    select
        streamed.connection,
        streamed.vendor_table,
        streamed.order_id,
        streamed.refund_id,
        '' as version_id,
        streamed.id as transaction_id,
        streamed.kind,
        streamed.status,
        streamed.amount,
        {{ json_number('streamed.amount_set', 'shop_money.amount') }} as shop_amount,
        streamed.currency,
        coalesce(streamed.processed_at, streamed.created_at) as processed_at,
        false as is_deleted,
        streamed._airbyte_extracted_at as loaded_at,
        known.transaction_id is not null as is_known_otherwise
    from streamed
    left join known
        on
            streamed.connection = known.connection
            and streamed.id = known.transaction_id
)

select * from final
