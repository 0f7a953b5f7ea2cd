with

windows as (
    select * from {{ ref('int_comparison_windows') }}
),

orders as (
    select * from {{ ref('int_intervention_orders') }}
),

final as (
    select
        windows.week_start_date,
        windows.comparison_window,
        orders.slice,
        orders.entity,
        cast(sum(orders.orders) as double) as orders,
        cast(sum(orders.refunds) as double) as refunds
    from windows
    inner join orders
        on
            windows.member_week_start_date = orders.week_start_date
            and windows.starts_at <= orders.cell_at
            and windows.ends_at > orders.cell_at
    group by
        windows.week_start_date,
        windows.comparison_window,
        orders.slice,
        orders.entity
)

select * from final
