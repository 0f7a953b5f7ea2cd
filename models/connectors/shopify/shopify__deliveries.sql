{{ config(enabled=is_connected('shopify')) }}

-- When an order was shipped and delivered. What carries no version of an order belongs
-- to all of them.
with

orders as (
    {{ loaded_objects('shopify', 'orders', ['connection', 'order_id', 'version_id']) }}
),

fulfillments as (
    {{ loaded_objects('shopify', 'fulfillments', [
        'connection', 'order_id', 'version_id', 'fulfillment_id', 'status',
        'shipment_status', 'created_at', 'updated_at', 'is_deleted', 'loaded_at',
    ]) }}
),

events as (
    {{ loaded_objects(
        'shopify', 'fulfillment_events', [
            'connection', 'fulfillment_id', 'status', 'happened_at',
            'estimated_delivery_at', 'is_deleted', 'loaded_at',
        ],
        loaders=['fivetran'],
        types={
            'happened_at': 'timestamp', 'estimated_delivery_at': 'timestamp',
            'is_deleted': 'boolean', 'loaded_at': 'timestamp',
        },
    ) }}
),

told as (
    select
        connection,
        fulfillment_id,
        max(case when {{ vendor_word('status') }} = 'delivered' then happened_at end)
            as delivered_at,
        max(estimated_delivery_at) as promised_at,
        max(loaded_at) as loaded_at
    from events
    where not coalesce(is_deleted, false)
    group by connection, fulfillment_id
),

versions as (
    select
        *,
        row_number() over (
            partition by connection, fulfillment_id, version_id
            order by loaded_at desc nulls last, updated_at desc nulls last
        ) as version_rank
    from fulfillments
),

-- what was cancelled or failed has shipped nothing
parcels as (
    select
        versions.connection,
        versions.order_id,
        versions.version_id,
        versions.created_at as shipped_at,
        coalesce(
            told.delivered_at,
            case
                when {{ vendor_word('versions.shipment_status') }} = 'delivered'
                    then versions.updated_at
            end
        ) as delivered_at,
        told.promised_at,
        {{ latest_of('versions.loaded_at', 'told.loaded_at') }} as loaded_at
    from versions
    left join told
        on
            versions.connection = told.connection
            and versions.fulfillment_id = told.fulfillment_id
    where
        versions.version_rank = 1
        and not coalesce(versions.is_deleted, false)
        and coalesce({{ vendor_word('versions.status') }}, 'success')
        not in ('cancelled', 'canceled', 'failure', 'error')
),

-- an order has arrived once all of it that was sent has
final as (
    select
        orders.connection,
        orders.order_id,
        orders.version_id,
        min(parcels.shipped_at) as shipped_at,
        case
            when count(*) = count(parcels.delivered_at) then max(parcels.delivered_at)
        end as delivered_at,
        max(parcels.promised_at) as promised_at,
        max(parcels.loaded_at) as loaded_at
    from orders
    inner join parcels
        on
            orders.connection = parcels.connection
            and orders.order_id = parcels.order_id
            and parcels.version_id in ('', orders.version_id)
    group by orders.connection, orders.order_id, orders.version_id
)

select * from final
