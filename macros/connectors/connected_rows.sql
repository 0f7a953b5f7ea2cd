{#- What connections make of a raw table: SQL of the rows of all connected systems that fill
    it, in the raw contract's columns.

    table     a name in raw_contract()
    replaced  {column: SQL} for columns that come from elsewhere: joined is then what
              follows the system's rows, which are called `delivered`
    joined    SQL of joins -#}
{% macro connected_rows(table, replaced={}, joined='') -%}
    {%- for system in connected_systems(table) %}
    select
    {%- for column in raw_contract()[table]['columns'] %}
        {{ replaced.get(column, 'delivered.' ~ column) }} as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    from {{ ref(system ~ '__' ~ table) }} as delivered
    {{ joined }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
