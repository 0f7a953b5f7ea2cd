{{ config(enabled=is_connected('shopify', 'airbyte'), materialized='table') }}

-- The stream order_refunds is read by created_at and never sees a pending refund
-- succeed: it fills only what no version of an order holds.
with

orders as (
    select * from {{ ref('shopify_airbyte__order_documents') }}
),

streamed as (
    {{ vendor_rows('shopify', 'airbyte', 'order_refunds') }}
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
        {{ json_items('refunds') }} as refund
    from orders
),

opened as (
    select
        connection,
        connection_number,
        id_prefix,
        'orders.refunds' as vendor_table,
        order_id,
        version_id,
        {{ json_id('refund', 'id') }} as refund_id,
        {{ json_id('refund', 'return.id') }} as return_id,
        {{ json_time('refund', 'created_at') }} as created_at,
        {{ json_text('refund', 'note') }} as note,
        cast(null as decimal(18, 6)) as total_refunded,
        {{ json_text('refund', 'transactions') }} is not null
            as has_transactions_loaded,
        is_deleted,
        loaded_at,
        {{ json_text('refund', 'transactions') }} as transactions,
        {{ json_text('refund', 'refund_line_items') }} as refund_line_items,
        {{ json_text('refund', 'order_adjustments') }} as order_adjustments
    from documents
),

known as (
    select distinct
        connection,
        refund_id
    from opened
),

-- its versions are told apart by when they were read
final as (
    select
        opened.*,
        false as is_known_otherwise
    from opened
    union all
    select
        streamed.connection,
        streamed.connection_number,
        streamed.id_prefix,
        streamed.vendor_table,
        streamed.order_id,
        cast(streamed._airbyte_extracted_at as {{ dbt.type_string() }}) as version_id,
        streamed.id as refund_id,
        {{ json_id('streamed.return', 'id') }} as return_id,
        streamed.created_at,
        streamed.note,
        cast(null as decimal(18, 6)) as total_refunded,
        streamed.transactions is not null as has_transactions_loaded,
        false as is_deleted,
        streamed._airbyte_extracted_at as loaded_at,
        streamed.transactions,
        streamed.refund_line_items,
        streamed.order_adjustments,
        known.refund_id is not null as is_known_otherwise
    from streamed
    left join known
        on
            streamed.connection = known.connection
            and streamed.id = known.refund_id
)

select * from final
