-- Orders placed and refunds requested, added up to the pieces no comparison window
-- cuts, for the whole shop, by region and by product category. An order counts once in
-- every category it holds.
with

orders as (
    select
        order_id,
        region,
        ordered_week_start_date as week_start_date,
        {{ window_cell('ordered_at') }} as cell_at
    from {{ ref('fct_orders') }}
    where not is_test
),

slices as (
    select
        week_start_date,
        cell_at,
        'all' as slice,
        'all' as entity,
        1 as orders,
        0 as refunds
    from orders
    union all
    select
        week_start_date,
        cell_at,
        'region' as slice,
        region as entity,
        1 as orders,
        0 as refunds
    from orders
    where region is not null
    union all
    select
        orders.week_start_date,
        orders.cell_at,
        'product_category' as slice,
        categories.product_category as entity,
        1 as orders,
        0 as refunds
    from orders
    inner join {{ ref('int_order_categories') }} as categories
        on orders.order_id = categories.order_id
    union all
    select
        requested_week_start_date as week_start_date,
        {{ window_cell('requested_at') }} as cell_at,
        'all' as slice,
        'all' as entity,
        0 as orders,
        1 as refunds
    from {{ ref('fct_refunds') }}
    where not is_test_order
),

final as (
    select
        week_start_date,
        cell_at,
        slice,
        entity,
        cast(sum(orders) as bigint) as orders,
        cast(sum(refunds) as bigint) as refunds
    from slices
    group by week_start_date, cell_at, slice, entity
)

select * from final
