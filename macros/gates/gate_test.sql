{#- The test of a gate: nothing while it is healthy, excepted or not judged, else the keys
    of what is at fault, newest first. Watch warns, intervention is an error. The rows are kept
    in gate_failures, one table a gate.

    gate       a gate of dq_gates
    most_rows  how many of each part -#}
{% macro gate_test(gate, most_rows=100) -%}
{{ config(
    alias=gate,
    tags=['gate'],
    meta={'gate': gate},
    schema='gate_failures',
    store_failures=true,
    warn_if='> 0',
    error_if="> 0 and bool_or(band = 'intervention')",
) }}
with

gates as (
    select
        gate,
        part,
        band
    from {{ ref('dq_gates') }}
    where gate = '{{ gate }}' and band in ('watch', 'intervention')
),

faults as (
    select
        *,
        row_number() over (
            partition by part
            order by happened_at desc nulls first, fault_key
        ) as fault_number
    from {{ ref('dq_gate_faults') }}
    where gate = '{{ gate }}'
),

-- a gate may be beyond its bounds without a single row to blame
final as (
    select
        gates.gate,
        gates.part,
        gates.band,
        faults.key_name,
        faults.fault_key,
        faults.detail,
        faults.happened_at
    from gates
    left join faults
        on
            gates.part = faults.part
            and faults.fault_number <= {{ most_rows }}
)

select * from final
{%- endmacro %}
