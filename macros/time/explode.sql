{#- One row per day, or every so many days, (or whole number) from first to last, both included, in a select
    list: the other columns of the row are repeated.

    first, last  SQL of dates, or of bigints
    days         the step in days
    returns      date, or bigint; no row when last < first or either is null -#}
{% macro explode_days(first, last, days=1) %}
    {{- return(adapter.dispatch('explode_days')(first, last, days)) -}}
{% endmacro %}

{% macro default__explode_days(first, last, days) -%}
    cast(unnest(generate_series(
        cast({{ first }} as timestamp), cast({{ last }} as timestamp), interval '{{ days }}' day
    )) as date)
{%- endmacro %}

{#- sequence() raises an error where the last is before the first. -#}
{% macro spark__explode_days(first, last, days) -%}
    explode(case
        when cast({{ first }} as date) <= cast({{ last }} as date)
            then sequence(
                cast({{ first }} as date), cast({{ last }} as date), interval '{{ days }}' day
            )
    end)
{%- endmacro %}

{% macro explode_numbers(first, last) %}
    {{- return(adapter.dispatch('explode_numbers')(first, last)) -}}
{% endmacro %}

{% macro default__explode_numbers(first, last) -%}
    unnest(generate_series({{ first }}, {{ last }}))
{%- endmacro %}

{% macro spark__explode_numbers(first, last) -%}
    explode(case
        when {{ first }} <= {{ last }}
            then sequence(cast({{ first }} as bigint), cast({{ last }} as bigint))
    end)
{%- endmacro %}
