-- A row is a value in a reference seed that should name a row of another and does not.
-- Impacts without a weight put no money at risk; a KPI without a band has none.
-- Remedy: correct the value in the seed named, or add the row it names.
{% set references = [
    ('reason_codes', 'commercial_impact', 'impact_weights', 'commercial_impact'),
    ('sla_targets', 'commercial_impact', 'impact_weights', 'commercial_impact'),
    ('sla_targets', 'channel', 'channel_costs', 'channel'),
    ('channel_map', 'channel', 'channel_costs', 'channel'),
    ('kpi_definitions', 'kpi', 'kpi_bands', 'kpi'),
    ('kpi_bands', 'kpi', 'kpi_definitions', 'kpi'),
    ('interventions', 'validation_kpi', 'kpi_bands', 'kpi'),
] %}

{{ after_the_marts() }}

with

missing as (
    {% for seed, column, other_seed, other_column in references -%}
    select distinct
        '{{ seed }}' as seed,
        '{{ column }}' as seed_column,
        here.{{ column }} as missing_value,
        'is not in {{ other_seed }}' as problem
    from {{ ref(seed) }} as here
    left join {{ ref(other_seed) }} as there
        on here.{{ column }} = there.{{ other_column }}
    where here.{{ column }} is not null and there.{{ other_column }} is null
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select * from missing
