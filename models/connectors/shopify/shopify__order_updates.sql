{{ config(enabled=is_connected('shopify')) }}

-- The raw contract's order updates of Shopify: what customers were told of their
-- parcels, as far as notifications were on.
with

events as (
    {{ loaded_objects(
        'shopify', 'fulfillment_events', [
            'connection', 'connection_number', 'id_prefix', 'vendor_table', 'event_id',
            'order_id', 'fulfillment_id', 'status', 'happened_at', 'is_deleted',
            'loaded_at',
        ],
        loaders=['fivetran'],
        types={
            'connection_number': 'integer', 'happened_at': 'timestamp',
            'is_deleted': 'boolean', 'loaded_at': 'timestamp',
        },
    ) }}
),

fulfillments as (
    {{ loaded_objects('shopify', 'fulfillments', [
        'connection', 'fulfillment_id', 'order_id', 'is_customer_notified', 'loaded_at',
    ]) }}
),

parcels as (
    select
        connection,
        fulfillment_id,
        max(order_id) as order_id,
        bool_or(is_customer_notified) as is_customer_notified
    from fulfillments
    group by connection, fulfillment_id
),

deleted_orders as (
    select * from {{ ref('shopify__deleted_orders') }}
),

named as (
    select
        events.*,
        coalesce(events.order_id, parcels.order_id) as vendor_order_id,
        coalesce(parcels.is_customer_notified, true) as is_told,
        case
            when {{ vendor_word('events.status') }} = 'in_transit' then 'shipped'
            when {{ vendor_word('events.status') }} in ('out_for_delivery', 'delivered')
                then {{ vendor_word('events.status') }}
            when
                {{ vendor_word('events.status') }}
                in ('delayed', 'attempted_delivery', 'failure')
                then 'delayed'
        end as update_type
    from events
    left join parcels
        on
            events.connection = parcels.connection
            and events.fulfillment_id = parcels.fulfillment_id
),

final as (
    select
        named.connection,
        named.vendor_table,
        {{ prefixed_id('named.event_id', 'named.id_prefix') }} as update_id,
        {{ prefixed_id('named.vendor_order_id', 'named.id_prefix') }} as order_id,
        named.update_type,
        named.happened_at as sent_at,
        named.loaded_at,
        case
            when named.is_deleted then 'deleted in the shop'
            when named.vendor_order_id is null then 'names no order that was loaded'
            when deleted_orders.order_id is not null then 'its order was deleted'
            when not named.is_told then 'notifications were off'
            when named.update_type is null then 'tells the customer nothing new'
        end as left_out_reason
    from named
    left join deleted_orders
        on
            named.connection = deleted_orders.connection
            and named.vendor_order_id = deleted_orders.order_id
)

select * from final
