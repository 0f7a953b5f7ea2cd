{{ config(pre_hook="{{ check_kpis() }}") }}

with

definitions as (
    select * from {{ ref('kpi_definitions') }}
),

declared as (
    {% set facts = kpi_facts() -%}
    {% for kpi in kpis() -%}
    select
        '{{ kpi.kpi }}' as kpi,
        '{{ kpi.kind }}' as kind,
        '{{ kpi.counted or facts[kpi.fact].counted }}' as counted,
        '{{ dbt.escape_single_quotes(kpi.formula) }}' as formula
    {{ "union all" if not loop.last }}
    {% endfor %}
),

bands as (
    select * from {{ ref('kpi_bands') }}
),

final as (
    select
        definitions.kpi,
        definitions.name,
        declared.kind,
        definitions.unit,
        case when definitions.unit = 'money' then {{ reporting_currency() }} end
            as currency,
        declared.counted,
        definitions.question,
        declared.formula,
        definitions.business_implication,
        definitions.window_days,
        bands.direction,
        bands.healthy_bound,
        bands.watch_bound
    from definitions
    left join declared
        on definitions.kpi = declared.kpi
    left join bands
        on definitions.kpi = bands.kpi
)

select * from final
