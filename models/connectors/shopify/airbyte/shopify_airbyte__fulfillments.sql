{{ config(enabled=is_connected('shopify', 'airbyte'), materialized='table') }}

-- The stream fills what no version of an order holds: it is read by updated_at of the
-- fulfillment and may be ahead or behind.
with

orders as (
    select * from {{ ref('shopify_airbyte__order_documents') }}
),

streamed as (
    {{ vendor_rows('shopify', 'airbyte', 'fulfillments') }}
),

documents as (
    select
        connection,
        order_id,
        version_id,
        loaded_at,
        {{ json_items('fulfillments') }} as fulfillment
    from orders
),

opened as (
    select
        connection,
        order_id,
        version_id,
        {{ json_id('fulfillment', 'id') }} as fulfillment_id,
        {{ json_text('fulfillment', 'status') }} as status,
        {{ json_text('fulfillment', 'shipment_status') }} as shipment_status,
        cast(null as boolean) as is_customer_notified,
        {{ json_time('fulfillment', 'created_at') }} as created_at,
        {{ json_time('fulfillment', 'updated_at') }} as updated_at,
        false as is_deleted,
        loaded_at
    from documents
),

known as (
    select distinct
        connection,
        fulfillment_id
    from opened
),

final as (
    select * from opened
    union all
    select
        streamed.connection,
        streamed.order_id,
        '' as version_id,
        streamed.id as fulfillment_id,
        streamed.status,
        streamed.shipment_status,
        cast(null as boolean) as is_customer_notified,
        streamed.created_at,
        streamed.updated_at,
        false as is_deleted,
        streamed._airbyte_extracted_at as loaded_at
    from streamed
    left join known
        on
            streamed.connection = known.connection
            and streamed.id = known.fulfillment_id
    where known.fulfillment_id is null
)

select * from final
