with

final as (
    select
        kpi as gate,
        'all' as part,
        direction,
        healthy_bound,
        watch_bound
    from {{ ref('kpi_bands') }}
    union all
    select
        gate,
        part,
        direction,
        healthy_bound,
        watch_bound
    from {{ ref('gate_bounds') }}
)

select * from final
