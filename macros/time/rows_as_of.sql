{#- The rows of a relation as they were known at as_of: rows whose first time is later
    are left out, later times read as null.

    table        a name in raw_contract()
    relation     its staging model
    first_time   the column that says when the row came to be
    later_times  columns that are nulled when they lie after as_of
    returns      a select of all columns -#}
{% macro rows_as_of(table, relation, first_time, later_times) %}
with

known as (
    select
        stated.*,
        clock.as_of
    from {{ relation }} as stated
    cross join {{ ref('int_as_of') }} as clock
    where stated.{{ first_time }} <= clock.as_of
),

final as (
    select
    {%- for column in raw_contract()[table]['columns'] %}
        {% if column in later_times -%}
        case when {{ column }} <= as_of then {{ column }} end as {{ column }}
        {%- else -%}
        {{ column }}
        {%- endif %}{{ "," if not loop.last }}
    {%- endfor %}
    from known
)

select * from final
{% endmacro %}
