{#- A delivered column as text without white space around it, null when blank or when
    the column is missing; an id as it is. Typed times, numbers and flags stay typed, so
    that nothing is printed and parsed again.

    column       name of the delivered column
    kind         as in raw_contract()
    source_type  the delivered type; none: the column is missing -#}
{% macro raw_text(column, kind, source_type) %}
    {%- set is_text = is_text_type(source_type) -%}
    {%- set text = column if is_text else dbt.cast(column, dbt.type_string()) -%}
    {%- if source_type is none -%}
        {{ dbt.cast('null', dbt.type_string()) }}
    {%- elif not is_text and kind not in ['id', 'text', 'list'] -%}
        {{ column }}
    {%- elif source_type.startswith(('double', 'float', 'real', 'decimal')) -%}
        {#- a column of whole numbers and nulls often arrives as one of fractions -#}
        case
            when try_cast({{ column }} as bigint) = {{ column }}
                then {{ dbt.cast('try_cast(' ~ column ~ ' as bigint)', dbt.type_string()) }}
            else {{ text }}
        end
    {%- elif kind in ['id', 'text'] -%}
        {#- most ids begin with a visible ASCII character: no need to strip them to see -#}
        case
            when {{ text }} between '!' and '~' then {{ text }}
            when {{ strip(text) }} is not null then {{ text }}
        end
    {%- elif kind == 'list' -%}
        lower({{ strip(text, is_stored_once=not reads_csv()) }})
    {%- else -%}
        {{ strip(text) }}
    {%- endif -%}
{% endmacro %}


{#- Whether a delivered type is text. -#}
{% macro is_text_type(source_type) %}
    {% do return(
        source_type is not none
        and source_type.startswith(('varchar', 'string', 'text', 'char'))
    ) %}
{% endmacro %}


{#- The typed value of raw_text(), null when it does not parse.

    expression   what raw_text() made
    kind         as in raw_contract()
    source_type  the delivered type; none: the column is missing -#}
{% macro raw_value(expression, kind, source_type) %}
    {%- if kind == 'time' -%}
        {{ adapter.dispatch('parse_time')(expression, is_text_type(source_type)) }}
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


{#- Text without white space of any kind around it; null when nothing is left.

    expression      SQL of a text
    is_stored_once  each of its few values is stored once, as in a dictionary of Parquet -#}
{% macro strip(expression, is_stored_once=false) %}
    {{- return(adapter.dispatch('strip')(expression, is_stored_once)) -}}
{% endmacro %}

{#- Most texts begin and end with a visible ASCII character: to look for white space around
    those would take ten times as long. A dictionary is stripped value by value, but only
    by a plain function. -#}
{% macro default__strip(expression, is_stored_once) %}
    {%- set codes = [9, 10, 11, 12, 13, 32, 133, 160, 5760, 8232, 8233, 8239, 8287, 12288]
        + range(8192, 8203) | list -%}
    {%- set space = 'chr(' ~ codes | join(') || chr(') ~ ')' -%}
    {%- set stripped = "nullif(trim(" ~ expression ~ ", " ~ space ~ "), '')" -%}
    {%- if is_stored_once -%}
        {{ stripped }}
    {%- else -%}
        case
            when
                {{ expression }} between '!' and '~'
                and substr({{ expression }}, -1) between '!' and '~'
                then {{ expression }}
            else {{ stripped }}
        end
    {%- endif -%}
{%- endmacro %}


{#- A UTC timestamp; infinite ones are no times. In text an offset from UTC may follow the
    time of day: a sign behind a colon. -#}
{% macro default__parse_time(expression, is_text) %}
    {%- set parsed = 'try_cast(' ~ expression ~ ' as timestamp)' -%}
    case
    {%- if is_text %}
        when {{ expression }} like '%:%+%' or {{ expression }} like '%:%-%'
            then try_cast({{ expression }} as timestamptz) at time zone 'UTC'
    {%- endif %}
        when isfinite({{ parsed }}) then {{ parsed }}
    end
{%- endmacro %}
