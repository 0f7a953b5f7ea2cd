{#- SQL of the UTC timestamp that a person means by a text or by what YAML makes of one,
    whatever the session's zone is; none when it is not understood. A day is its first
    instant; a day or time without a zone is UTC; Z, UTC, GMT and an offset (+02:00,
    +0200, +02) may follow a time, after a blank or not. A day that no calendar has is
    understood here, and null in the engine.

    given  a text, a date or a datetime -#}
{% macro utc_moment(given) %}
    {% set found = modules.re.match(
        '([0-9]{4}-[0-9]{2}-[0-9]{2})'
        '(?:(?:[Tt]| +)([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,6})?)?)[0-9]*)?'
        ' *(?:([Zz]|UTC|GMT|utc|gmt)|([+-])([01][0-9])(?::?([0-5][0-9]))?)?$',
        given | string | trim
    ) %}
    {#- an offset without a time would be read into a day with too many dashes -#}
    {% if not found or (found.group(4) and not found.group(2)) %}
        {% do return(none) %}
    {% endif %}
    {% set day, time, zone, sign, hours, minutes = found.groups() %}
    {% set offset = ((hours or 0) | int * 60 + (minutes or 0) | int)
        * (1 if sign == '-' else -1) %}
    {% set stated = "try_cast('" ~ day ~ ' ' ~ (time or '00:00:00') ~ "' as timestamp)" %}
    {% do return(add_time(stated, minutes=offset) if offset else stated) %}
{% endmacro %}


{#- SQL of the names of time zones that differ from a text in a few letters (capitals do
    not count), the nearest first; the text itself is among them when it is a name.
    typed  a text
    slips  in how many letters -#}
{% macro time_zones_like(typed, slips) %}
    {{- return(adapter.dispatch('time_zones_like')(typed, slips)) -}}
{% endmacro %}

{% macro default__time_zones_like(typed, slips) -%}
    {{ names_like('pg_timezone_names()', typed, slips) }}
{%- endmacro %}

{#- The names are those of Java. -#}
{% macro spark__time_zones_like(typed, slips) -%}
    {%- set names = "translate(java_method('java.time.ZoneId', 'getAvailableZoneIds'), '[]', '')" -%}
    {{ names_like(
        '(select explode(split(' ~ names ~ ", ', ')) as name)", typed, slips
    ) }}
{%- endmacro %}

{#- SQL of the names that differ from a text in a few letters, the nearest first.
    relation  SQL to put after `from`, with a column name
    typed     a text
    slips     in how many letters -#}
{% macro names_like(relation, typed, slips) -%}
    {%- set text = "'" ~ dbt.escape_single_quotes(typed) ~ "'" -%}
    {%- set distance = edit_distance('lower(name)', 'lower(' ~ text ~ ')') -%}
    select name
    from {{ relation }}
    where {{ distance }} <= {{ slips }}
    order by {{ distance }}, name
{%- endmacro %}
