-- Every gate with its band. Bands need both a measure and bounds: a gate without either
-- has no data, and says which is missing.
with

definitions as (
    select * from {{ ref('int_gate_definitions') }}
),

raw_loads as (
    select * from {{ ref('dq_raw_loads') }}
),

measures as (
    select * from {{ ref('int_gate_shares') }}
    union all
    select * from {{ ref('int_gate_states') }}
    union all
    -- no least number of rows here: the bounds of small tables are wide instead
    select
        'rejected_share' as gate,
        raw_table as part,
        {{ ratio('rejected_versions', 'row_versions') }} as measured_value,
        rejected_versions as rows_at_fault,
        row_versions as rows_looked_at,
        cast(null as {{ dbt.type_string() }}) as named
    from raw_loads
    union all
    select
        'hours_behind' as gate,
        raw_table as part,
        hours_behind as measured_value,
        cast(null as bigint) as rows_at_fault,
        cast(null as bigint) as rows_looked_at,
        cast(null as {{ dbt.type_string() }}) as named
    from raw_loads
),

bounds as (
    select * from {{ ref('int_gate_bounds') }}
),

banded as (
    select
        definitions.*,
        clock.as_of,
        coalesce(measures.part, 'all') as part,
        measures.measured_value,
        measures.named,
        measures.rows_at_fault,
        measures.rows_looked_at,
        bounds.direction,
        bounds.healthy_bound,
        bounds.watch_bound,
        case
            when measures.measured_value is null or bounds.gate is null then 'no_data'
            else {{ kpi_band(
                'measures.measured_value', 'bounds.direction',
                'bounds.healthy_bound', 'bounds.watch_bound'
            ) }}
        end as band
    from definitions
    cross join {{ ref('int_as_of') }} as clock
    left join measures
        on definitions.gate = measures.gate
    left join bounds
        on
            definitions.gate = bounds.gate
            and coalesce(measures.part, 'all') = bounds.part
),

worded as (
    select
        *,
        gate || case when part = 'all' then '' else ' of ' || part end as subject,
        case when unit = 'share' then ' %' else ' ' || unit end as unit_text,
        {{ gate_number('measured_value', 'unit') }} as value_text,
        {{ gate_number('healthy_bound', 'unit') }} as healthy_text,
        {{ gate_number('watch_bound', 'unit') }} as watch_text,
        case when direction = 'higher' then 'from ' else 'up to ' end as bound_text,
        coalesce(': ' || named, '') as named_text,
        coalesce(' (' || rows_at_fault || ' of ' || rows_looked_at || ' at fault)', '')
            as rows_text
    from banded
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
        direction,
        healthy_bound,
        watch_bound,
        band,
        open_first,
        case
            when measured_value is null
                then subject || ': nothing, or too little, to measure.'
            when direction is null
                then subject || ': no bounds in seeds/reference.'
            else
                subject || ': ' || value_text || unit_text || ' ' || measure
                || named_text || rows_text
                || '; healthy ' || bound_text || healthy_text || unit_text
                || ', watch ' || bound_text || watch_text || unit_text
                || '. Open ' || open_first || '.'
        end as finding,
        as_of
    from worded
)

select * from final
