-- What each declared KPI counts or sums, row by row: macros/kpi/kpis.sql says of which
-- rows. A KPI of another kind takes part once it is declared.
{% set facts = kpi_facts() %}

{% for kpi in kpis_of_facts(['share', 'nps', 'mean', 'median']) -%}
select
    '{{ kpi.kpi }}' as kpi,
    '{{ kpi.kind }}' as kind,
    {{ facts[kpi.fact].week }} as week_start_date,
    {{ facts[kpi.fact].ticket or 'cast(null as ' ~ dbt.type_string() ~ ')' }}
        as ticket_id,
    {% if kpi.kind == 'share' -%}
    cast(case when {{ kpi.numerator }} then 1 else 0 end as double) as numerator,
    {%- else -%}
    cast({{ kpi.numerator }} as double) as numerator,
    {%- endif %}
    cast({{ kpi.denominator or 1 }} as double) as denominator
from {{ ref(kpi.fact) }}
where {{ kpi.rows }}
{{ "union all" if not loop.last }}
{% endfor %}
