{#- SQL of the currency of all amounts as a text, null while none is set. -#}
{% macro reporting_currency() -%}
    {%- set code = var('reporting_currency') -%}
    cast({{ "'" ~ dbt.escape_single_quotes(code) ~ "'" if code else 'null' }}
        as {{ dbt.type_string() }})
{%- endmacro %}
