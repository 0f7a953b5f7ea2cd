{#- What the loaders of a system deliver, as its one step of meaning reads it. -#}

{#- SQL: an object of a vendor over all loaders by which its system is connected, read from
    the thin steps <system>_<loader>__<name>.
    columns  names
    loaders  those whose tables have such an object; none: all. No rows where none of them
             is connected
    types    {column: type} of those that are no texts -#}
{% macro loaded_objects(system, name, columns, loaders=none, types={}) -%}
    {%- set connected = [] -%}
    {%- for loader in connected_loaders(system) if loaders is none or loader in loaders -%}
        {%- do connected.append(loader) -%}
    {%- endfor -%}
    {%- for loader in connected %}
    select
        {{ columns | join(',\n        ') }}
    from {{ ref(system ~ '_' ~ loader ~ '__' ~ name) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {%- if not connected %}
    select
    {%- for column in columns %}
        {{ dbt.cast('null', types.get(column, dbt.type_string())) }} as {{ column }}
        {{- ',' if not loop.last }}
    {%- endfor %}
    where false
    {%- endif %}
{%- endmacro %}


{#- SQL of a list of the numbers of those connections of a system and loader that have a
    table; `null`, of which nothing is an element, without any. -#}
{% macro connections_with_table(system, loader, table) %}
    {% set rule = vendor_tables(system, loader)[table] %}
    {% set numbers = [] %}
    {% for connection in connections(system, loader) %}
        {% if vendor_parts(connection, table, rule) %}
            {% do numbers.append(connection.number) %}
        {% endif %}
    {% endfor %}
    {% do return(numbers | join(', ') or 'null') %}
{% endmacro %}


{#- A word of a vendor's list as it is compared: without white space around it and in lower
    case, with `_` between words. -#}
{% macro vendor_word(column) -%}
    replace({{ lower_case(strip(column)) }}, ' ', '_')
{%- endmacro %}


{#- The latest of two times, either of which may be null: engines disagree on greatest()
    with nulls. -#}
{% macro latest_of(one, other) -%}
    greatest(coalesce({{ one }}, {{ other }}), coalesce({{ other }}, {{ one }}))
{%- endmacro %}


{#- The value of the row that was loaded last; one without a time comes before all others. -#}
{% macro last_loaded(value, loaded_at='loaded_at') -%}
    max_by({{ value }}, coalesce({{ loaded_at }}, timestamp '1900-01-01 00:00:00'))
{%- endmacro %}


{#- Minutes of a number of seconds, as the raw contract has them. -#}
{% macro minutes_of_seconds(seconds) -%}
    cast({{ seconds }} / 60 as decimal(18, 6))
{%- endmacro %}


{#- What tells the versions of a row apart that Airbyte's append mode keeps. -#}
{% macro airbyte_version() -%}
    coalesce(
            _airbyte_raw_id, cast(_airbyte_extracted_at as {{ dbt.type_string() }})
        )
{%- endmacro %}
