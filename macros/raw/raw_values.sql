{#- A delivered column as text without white space around it, null when blank or when
    the column is missing; an id as it is.

    column       name of the delivered column
    kind         as in raw_contract()
    source_type  the delivered type; none: the column is missing -#}
{% macro raw_text(column, kind, source_type) %}
    {%- if source_type is none -%}
        {{ dbt.cast('null', dbt.type_string()) }}
    {%- elif not source_type.startswith(('varchar', 'string', 'text', 'char')) -%}
        {#- typed already: kept, so that nothing is printed and parsed again -#}
        {{ dbt.cast(column, dbt.type_string()) if kind in ['id', 'text', 'list'] else column }}
    {%- elif kind in ['id', 'text'] -%}
        {#- most ids begin with a visible ASCII character: no need to strip them to see -#}
        case
            when {{ column }} between '!' and '~' then {{ column }}
            when {{ strip(column) }} is not null then {{ column }}
        end
    {%- elif kind == 'list' -%}
        lower({{ strip(column) }})
    {%- else -%}
        {{ strip(column) }}
    {%- endif -%}
{% endmacro %}


{#- The typed value of raw_text(), null when it does not parse. -#}
{% macro raw_value(expression, kind) %}
    {%- if kind == 'time' -%}
        {{ adapter.dispatch('parse_time')(expression) }}
    {%- elif kind == 'number' -%}
        try_cast({{ expression }} as decimal(18, 6))
    {%- elif kind == 'whole' -%}
        case
            when try_cast({{ expression }} as decimal(18, 6)) = try_cast({{ expression }} as bigint)
                then try_cast({{ expression }} as bigint)
        end
    {%- elif kind == 'flag' -%}
        try_cast({{ expression }} as boolean)
    {%- else -%}
        {{ expression }}
    {%- endif -%}
{% endmacro %}


{#- Text without white space of any kind around it; null when nothing is left. -#}
{% macro strip(expression) %}
    {{- return(adapter.dispatch('strip')(expression)) -}}
{% endmacro %}

{% macro default__strip(expression) %}
    {%- set codes = [9, 10, 11, 12, 13, 32, 133, 160, 5760, 8232, 8233, 8239, 8287, 12288]
        + range(8192, 8203) | list -%}
    nullif(trim({{ expression }}, {{ 'chr(' ~ codes | join(') || chr(') ~ ')' }}), '')
{%- endmacro %}


{#- A UTC timestamp; infinite ones are no times. -#}
{% macro default__parse_time(expression) %}
    {%- set parsed = 'try_cast(' ~ expression ~ ' as timestamp)' -%}
    case when isfinite({{ parsed }}) then {{ parsed }} end
{%- endmacro %}
