-- Bounds, and what a team has excepted from them. An exception of a whole gate and part
-- says nothing of its faults.
with

bounds as (
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
),

exceptions as (
    select
        gate,
        part,
        bool_or(excepted_fault is null) as is_excepted,
        {{ dbt.listagg(
            'reason', "'; '", 'order by excepted_fault nulls first, reason'
        ) }} as exception_reason
    from {{ ref('int_gate_exceptions') }}
    group by gate, part
),

final as (
    select
        bounds.*,
        coalesce(exceptions.is_excepted, false) as is_excepted,
        exceptions.exception_reason
    from bounds
    left join exceptions
        on bounds.gate = exceptions.gate and bounds.part = exceptions.part
)

select * from final
