{#- SQL of the rows of an object over all loaders by which a system is connected.
    system  its name
    object  the last part of the thin steps' names -#}
{% macro rows_of_loaders(system, object) -%}
    {%- for loader in connected_loaders(system) %}
    select * from {{ ref(system ~ '_' ~ loader ~ '__' ~ object) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
