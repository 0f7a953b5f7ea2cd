{{ config(enabled=is_connected('shopify')) }}

-- Orders whose latest version is that they were deleted: nothing of them counts, their
-- earlier versions neither.
with

versions as (
    {{ loaded_objects(
        'shopify', 'orders', ['connection', 'order_id', 'is_deleted', 'loaded_at']
    ) }}
),

latest as (
    select
        connection,
        order_id,
        max(case when is_deleted then loaded_at end) as deleted_at,
        max(case when not coalesce(is_deleted, false) then loaded_at end) as seen_at
    from versions
    group by connection, order_id
),

final as (
    select
        connection,
        order_id
    from latest
    where deleted_at >= coalesce(seen_at, deleted_at)
)

select * from final
