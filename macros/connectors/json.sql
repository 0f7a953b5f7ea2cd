{#- JSON of loaders, as text. Models open it through these alone, so that they stay free of
    what one engine calls it. A path is `a.b.c`, of names without dots; `''` is the whole. -#}

{#- A delivered column as JSON text: nested values are printed, texts that are no valid JSON
    are null.
    column  SQL of a column
    type    its delivered type, lower case -#}
{% macro delivered_json(column, type) %}
    {{- return(adapter.dispatch('delivered_json')(column, type)) -}}
{% endmacro %}

{% macro default__delivered_json(column, type) -%}
    {%- if type_family(type) == 'nested' -%}
        cast(to_json({{ column }}) as varchar)
    {%- elif type_family(type) == 'text' -%}
        {%- set text = delivered_text(column, type) -%}
        case when json_valid({{ text }}) then {{ text }} end
    {%- else -%}
        cast(to_json({{ column }}) as varchar)
    {%- endif -%}
{%- endmacro %}

{#- The engine prints lists and structs alone; times in full, or it would leave microseconds
    out. -#}
{% macro spark__delivered_json(column, type) -%}
    {%- if type_family(type) == 'nested' -%}
        to_json({{ column }}, map('timestampFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS'))
    {%- elif type_family(type) == 'text' -%}
        {%- set text = delivered_text(column, type) -%}
        case when try_parse_json({{ text }}) is not null then {{ text }} end
    {%- elif type_family(type) in ['date', 'time'] -%}
        '"' || cast({{ column }} as string) || '"'
    {%- else -%}
        cast({{ column }} as string)
    {%- endif -%}
{%- endmacro %}


{#- The text at a path: of a string what it holds, of a number, flag, list or object its
    JSON; null where there is nothing, or null.
    json  SQL of JSON text
    path  a text -#}
{% macro json_text(json, path) %}
    {{- return(adapter.dispatch('json_text')(json, path)) -}}
{% endmacro %}

{% macro default__json_text(json, path) -%}
    json_extract_string({{ json }}, '${{ '.' ~ path if path }}')
{%- endmacro %}

{% macro spark__json_text(json, path) -%}
    {%- if path -%}
        get_json_object({{ json }}, '$.{{ path }}')
    {%- else -%}
        case when {{ json }} <> 'null' then get_json_object({{ json }}, '$') end
    {%- endif -%}
{%- endmacro %}


{#- The number at a path, also one that is written as a text: decimal(18, 6). -#}
{% macro json_number(json, path) -%}
    {{ parse_number(json_text(json, path)) }}
{%- endmacro %}


{#- The true or false at a path. -#}
{% macro json_flag(json, path) -%}
    try_cast({{ json_text(json, path) }} as boolean)
{%- endmacro %}


{#- The time at a path as its UTC timestamp; see parse_time(). -#}
{% macro json_time(json, path) -%}
    {{ parse_time(json_text(json, path)) }}
{%- endmacro %}


{#- The id at a path: text, without the fraction of a float. -#}
{% macro json_id(json, path) -%}
    {{ clean_text(json_text(json, path), 'id', false) }}
{%- endmacro %}


{#- One row per element of a list or value of an object, in a select list: the element as
    JSON text, in no particular order. No row where there is neither.
    json  SQL of JSON text
    path  of the list -#}
{% macro json_items(json, path='') %}
    {{- return(adapter.dispatch('json_items')(json, path)) -}}
{% endmacro %}

{% macro default__json_items(json, path) -%}
    {%- set place = '$' ~ ('.' ~ path if path) -%}
    unnest(cast(
        list_concat(
            json_extract({{ json }}, '{{ place }}[*]'), json_extract({{ json }}, '{{ place }}.*')
        )
        as varchar[]
    ))
{%- endmacro %}

{% macro spark__json_items(json, path) -%}
    explode(transform({{ spark_json_elements(json, path) }}, item -> to_json(item)))
{%- endmacro %}


{#- The elements of a list, or the values of an object, as Apache Spark's own kind of JSON,
    which knows a number from the text of one: SQL of a list, null where there is neither. -#}
{% macro spark_json_elements(json, path) -%}
    {%- set place = "'$" ~ ('.' ~ path if path) ~ "'" -%}
    get(transform(array(try_parse_json({{ json }})), document -> coalesce(
        try_variant_get(document, {{ place }}, 'array<variant>'),
        map_values(try_variant_get(document, {{ place }}, 'map<string, variant>'))
    )), 0)
{%- endmacro %}


{#- The value of a custom field, as text, in a list of {id, value}, or an object of them by
    id: the first of several.
    json  SQL of JSON text
    id    of the field, a text -#}
{% macro json_field(json, id) %}
    {{- return(adapter.dispatch('json_field')(json, id)) -}}
{% endmacro %}

{% macro default__json_field(json, id) -%}
    {%- set field -%}
        list_filter(
            json_extract({{ json }}, '$[*]') || json_extract({{ json }}, '$.*'),
            lambda field: json_extract_string(field, '$.id') = {{ text_literal(id) }}
        )[1]
    {%- endset -%}
    coalesce(
        json_extract_string({{ field }}, '$.value[0]'),
        json_extract_string({{ field }}, '$.value')
    )
{%- endmacro %}

{% macro spark__json_field(json, id) -%}
    get(transform(
        filter(
            {{ spark_json_elements(json, '') }},
            field -> try_variant_get(field, '$.id', 'string') = {{ text_literal(id) }}
        ),
        field -> coalesce(
            get_json_object(to_json(field), '$.value[0]'),
            get_json_object(to_json(field), '$.value')
        )
    ), 0)
{%- endmacro %}


{#- How many of the objects of a list have a text at a name: 0 where there is no list.
    json  SQL of JSON text
    name  of the objects, a text
    text  a text -#}
{% macro json_count(json, name, text) %}
    {{- return(adapter.dispatch('json_count')(json, name, text)) -}}
{% endmacro %}

{% macro default__json_count(json, name, text) -%}
    coalesce(len(list_filter(
        json_extract({{ json }}, '$[*]'),
        lambda item: json_extract_string(item, '$.{{ name }}') = {{ text_literal(text) }}
    )), 0)
{%- endmacro %}

{% macro spark__json_count(json, name, text) -%}
    coalesce(size(filter(
        try_variant_get(try_parse_json({{ json }}), '$', 'array<variant>'),
        item -> try_variant_get(item, '$.{{ name }}', 'string') = {{ text_literal(text) }}
    )), 0)
{%- endmacro %}
