{#- The piece of time a timestamp falls into, small enough that no window between two local
    midnights, or some days before one, cuts through it: the UTC day when the reporting
    time zone is UTC, else a quarter of an hour, the grain of all time zones' offsets. -#}
{% macro window_cell(timestamp) -%}
    {%- if var('reporting_time_zone') == 'UTC' -%}
        cast(date_trunc('day', {{ timestamp }}) as timestamp)
    {%- else -%}
        {{ add_time(
            "cast(date_trunc('hour', " ~ timestamp ~ ") as timestamp)",
            minutes='15 * cast(floor(extract(minute from ' ~ timestamp ~ ') / 15) as bigint)'
        ) }}
    {%- endif -%}
{%- endmacro %}
