{#- One row per day (or whole number) from first to last, both included, in a select
    list: the other columns of the row are repeated.

    first, last  SQL of dates, or of bigints
    returns      date, or bigint; no row when last < first or either is null -#}
{% macro explode_days(first, last) %}
    {{- return(adapter.dispatch('explode_days')(first, last)) -}}
{% endmacro %}

{% macro default__explode_days(first, last) -%}
    cast(unnest(generate_series(
        cast({{ first }} as timestamp), cast({{ last }} as timestamp), interval '1' day
    )) as date)
{%- endmacro %}

{% macro explode_numbers(first, last) %}
    {{- return(adapter.dispatch('explode_numbers')(first, last)) -}}
{% endmacro %}

{% macro default__explode_numbers(first, last) -%}
    unnest(generate_series({{ first }}, {{ last }}))
{%- endmacro %}
