with

orders as (
    select
        {{ reporting_date('ordered_at', 'month') }} as month_start_date,
        total_amount
    from {{ ref('int_orders_as_of') }}
    where not is_test and cancelled_at is null
),

final as (
    select
        month_start_date,
        cast(sum(total_amount) as double) / count(*) as average_amount
    from orders
    group by month_start_date
)

select * from final
