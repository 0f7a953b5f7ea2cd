-- Gates that compare what is recent with what is usual. A factor is told upwards,
-- whichever way it went, and a week without any row counts as one row, so that it has a
-- factor, too.
with

orders as (
    select
        count(*) as recent_orders,
        min(usual_orders) as usual_orders,
        median(amount) as recent_amount,
        min(usual_amount) as usual_amount,
        median(times_usual) as times_usual,
        min(recent_from) as window_from,
        coalesce(bool_or(is_looked_back), false) as is_looked_back
    from {{ ref('int_gate_orders') }}
),

volumes as (
    select
        flow,
        bool_and(is_covered) as is_covered,
        cast(sum(recent_rows) as bigint) as recent_rows,
        cast(sum(usual_week_rows) as double) as usual_week_rows
    from {{ ref('int_gate_volumes') }}
    group by flow
),

final as (
    select
        'order_amount_factor' as gate,
        'all' as part,
        case
            when least(recent_orders, usual_orders) >= {{ var('min_group') }}
                then greatest(times_usual, 1 / nullif(times_usual, 0))
        end as measured_value,
        cast(null as bigint) as rows_at_fault,
        recent_orders as rows_looked_at,
        window_from,
        is_looked_back,
        recent_amount as recent_value,
        usual_amount as usual_value,
        cast(null as {{ dbt.type_string() }}) as named
    from orders
    union all
    select
        'volume_factor' as gate,
        flow as part,
        case
            when is_covered and usual_week_rows >= {{ var('min_group') }}
                then greatest(
                        greatest(recent_rows, 1) / usual_week_rows,
                        usual_week_rows / greatest(recent_rows, 1)
                    )
        end as measured_value,
        cast(null as bigint) as rows_at_fault,
        recent_rows as rows_looked_at,
        cast(null as timestamp) as window_from,
        false as is_looked_back,
        cast(recent_rows as double) as recent_value,
        usual_week_rows as usual_value,
        cast(null as {{ dbt.type_string() }}) as named
    from volumes
)

select * from final
