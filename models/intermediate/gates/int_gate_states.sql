-- Gates that are counts or factors. A factor is told upwards, whichever way it went,
-- and a week without any row counts as one row, so that it has a factor, too.
with

codes as (
    select
        count(*) as seen_codes,
        count(problem) as codes_at_fault
    from {{ ref('int_gate_codes') }}
),

orders as (
    select
        count(*) as recent_orders,
        min(usual_orders) as usual_orders,
        median(times_usual) as times_usual
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

channels as (
    select
        channel,
        usual_week_rows,
        is_silent,
        row_number() over (
            order by is_silent desc, usual_week_rows desc, channel
        ) as channel_rank,
        count(*) over () as channels,
        count(*) filter (where is_silent) over () as silent_channels
    from {{ ref('int_gate_volumes') }}
    where flow = 'contacts' and is_covered
),

final as (
    select
        'unowned_codes' as gate,
        'all' as part,
        case when seen_codes > 0 then cast(codes_at_fault as double) end
            as measured_value,
        codes_at_fault as rows_at_fault,
        seen_codes as rows_looked_at,
        cast(null as {{ dbt.type_string() }}) as named
    from codes
    union all
    select
        'order_amount_factor' as gate,
        'all' as part,
        case
            when least(recent_orders, usual_orders) >= {{ var('min_group') }}
                then greatest(times_usual, 1 / nullif(times_usual, 0))
        end as measured_value,
        cast(null as bigint) as rows_at_fault,
        recent_orders as rows_looked_at,
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
        cast(null as {{ dbt.type_string() }}) as named
    from volumes
    union all
    select
        'silent_channel_contacts' as gate,
        'all' as part,
        case when is_silent then usual_week_rows else 0 end as measured_value,
        silent_channels as rows_at_fault,
        channels as rows_looked_at,
        case when is_silent then channel end as named
    from channels
    where channel_rank = 1
)

select * from final
