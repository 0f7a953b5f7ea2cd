-- Every gate with its band. Bands need both a measure and bounds: a gate without either
-- is not judged, and says why. One that a team has excepted is told as that.
{% set raw_gates = [
    ('rejected_share', ratio('rejected_versions', 'row_versions'), 'rejected_versions', 'row_versions', 'consequences'),
    ('inexact_id_share', ratio('inexact_id_versions', 'all_row_versions'), 'inexact_id_versions', 'all_row_versions', 'null'),
    ('hours_behind', 'hours_behind', 'null', 'null', 'measured_to'),
] %}
with

definitions as (
    select * from {{ ref('int_gate_definitions') }}
),

measures as (
    {% for measured in ['int_gate_shares', 'int_gate_states', 'int_gate_factors'] -%}
    select * from {{ ref(measured) }}
    union all
    {% endfor -%}
    -- no least number of rows here: the bounds of small tables are wide instead
    {% for gate, value, at_fault, looked_at, named in raw_gates -%}
    select
        '{{ gate }}' as gate,
        raw_table as part,
        {{ value }} as measured_value,
        cast({{ at_fault }} as bigint) as rows_at_fault,
        cast({{ looked_at }} as bigint) as rows_looked_at,
        cast(null as timestamp) as window_from,
        false as is_looked_back,
        cast(null as double) as recent_value,
        cast(null as double) as usual_value,
        cast({{ named }} as {{ dbt.type_string() }}) as named
    from {{ ref('dq_raw_loads') }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

bounds as (
    select * from {{ ref('int_gate_bounds') }}
),

-- a part with bounds and nothing to measure must not be missing here
parts as (
    select
        gate,
        part
    from bounds
    union distinct
    select
        gate,
        part
    from measures
),

banded as (
    select
        definitions.*,
        clock.as_of,
        coalesce(parts.part, 'all') as part,
        measures.measured_value,
        measures.named,
        measures.rows_at_fault,
        measures.rows_looked_at,
        measures.window_from,
        coalesce(measures.is_looked_back, false) as is_looked_back,
        measures.recent_value,
        measures.usual_value,
        bounds.direction,
        bounds.healthy_bound,
        bounds.watch_bound,
        bounds.exception_reason,
        case
            when measures.measured_value is null or bounds.gate is null
                then 'not_judged'
            when bounds.is_excepted then 'excepted'
            else {{ kpi_band(
                'measures.measured_value', 'bounds.direction',
                'bounds.healthy_bound', 'bounds.watch_bound'
            ) }}
        end as value_band
    from definitions
    cross join {{ ref('int_as_of') }} as clock
    left join parts
        on definitions.gate = parts.gate
    left join measures
        on parts.gate = measures.gate and parts.part = measures.part
    left join bounds
        on parts.gate = bounds.gate and parts.part = bounds.part
),

final as (
    select
        gate,
        part,
        measure,
        unit,
        measured_value,
        rows_at_fault,
        rows_looked_at,
        window_from,
        is_looked_back,
        recent_value,
        usual_value,
        direction,
        healthy_bound,
        watch_bound,
        -- what is healthy only without what is excepted is not plainly healthy
        case
            when value_band = 'healthy' and exception_reason is not null
                then 'excepted'
            else value_band
        end as band,
        open_first,
        replace(rows_where, '{part}', part) as rows_where,
        exception_reason,
        {{ gate_finding() }} as finding,
        as_of
    from banded
)

select * from final
