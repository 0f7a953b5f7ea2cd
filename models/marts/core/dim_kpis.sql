{{ config(pre_hook="{{ check_kpis() }}") }}

with

definitions as (
    select * from {{ ref('kpi_definitions') }}
),

declared as (
    {% for kpi in kpis() -%}
    select
        '{{ kpi.kpi }}' as kpi,
        '{{ kpi.kind }}' as kind,
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
