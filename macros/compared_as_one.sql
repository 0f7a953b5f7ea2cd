{#- Several values as one that compares like them, first by first, for max_by and min_by.
    None of them may be null: engines disagree on where that stands.

    arguments  SQL expressions -#}
{% macro compared_as_one() %}
    {{- return(adapter.dispatch('compared_as_one')(varargs)) -}}
{% endmacro %}

{% macro default__compared_as_one(expressions) -%}
    row({{ expressions | join(', ') }})
{%- endmacro %}

{% macro spark__compared_as_one(expressions) -%}
    struct({{ expressions | join(', ') }})
{%- endmacro %}
