{#- Arithmetic on UTC timestamps, exact to the microsecond. dbt.dateadd and dbt.datediff
    round or drop fractions on some engines, so the dialects meet here. -#}

{#- A timestamp some time later (or earlier: negative numbers).
    timestamp  SQL
    days, hours, minutes  numbers or SQL of whole numbers
    microseconds  SQL of a bigint -#}
{% macro add_time(timestamp, days=none, hours=none, minutes=none, microseconds=none) %}
    {{- return(adapter.dispatch('add_time')(timestamp, days, hours, minutes, microseconds)) -}}
{% endmacro %}

{% macro default__add_time(timestamp, days, hours, minutes, microseconds) -%}
    ({{ timestamp }}
    {%- if days is not none %} + to_hours(24 * ({{ days }})){% endif %}
    {%- if hours is not none %} + to_hours({{ hours }}){% endif %}
    {%- if minutes is not none %} + to_minutes({{ minutes }}){% endif %}
    {%- if microseconds is not none %} + to_microseconds({{ microseconds }}){% endif %})
{%- endmacro %}

{% macro spark__add_time(timestamp, days, hours, minutes, microseconds) -%}
    timestamp_micros(
        unix_micros(cast({{ timestamp }} as timestamp))
        {%- if days is not none %} + 86400000000 * cast({{ days }} as bigint){% endif %}
        {%- if hours is not none %} + 3600000000 * cast({{ hours }} as bigint){% endif %}
        {%- if minutes is not none %} + 60000000 * cast({{ minutes }} as bigint){% endif %}
        {%- if microseconds is not none %} + cast({{ microseconds }} as bigint){% endif -%}
    )
{%- endmacro %}


{#- Microseconds from one timestamp to another: bigint, null when either is. -#}
{% macro microseconds_between(earlier, later) %}
    {{- return(adapter.dispatch('microseconds_between')(earlier, later)) -}}
{% endmacro %}

{% macro default__microseconds_between(earlier, later) -%}
    datediff('microsecond', {{ earlier }}, {{ later }})
{%- endmacro %}

{% macro spark__microseconds_between(earlier, later) -%}
    (unix_micros(cast({{ later }} as timestamp)) - unix_micros(cast({{ earlier }} as timestamp)))
{%- endmacro %}


{#- Minutes with fractions from one timestamp to another: double. -#}
{% macro minutes_between(earlier, later) -%}
    cast({{ microseconds_between(earlier, later) }} as double) / 60000000
{%- endmacro %}


{#- The local time of a UTC timestamp, and the UTC timestamp of a local time: the later
    one of a time that comes twice when clocks go back.
    time_zone  SQL of a name such as 'Europe/Berlin' -#}
{% macro utc_to_local(timestamp, time_zone) %}
    {{- return(adapter.dispatch('utc_to_local')(timestamp, time_zone)) -}}
{% endmacro %}

{% macro default__utc_to_local(timestamp, time_zone) -%}
    {{ timestamp }} at time zone 'UTC' at time zone {{ time_zone }}
{%- endmacro %}

{% macro spark__utc_to_local(timestamp, time_zone) -%}
    from_utc_timestamp({{ timestamp }}, {{ time_zone }})
{%- endmacro %}

{% macro local_to_utc(timestamp, time_zone) %}
    {{- return(adapter.dispatch('local_to_utc')(timestamp, time_zone)) -}}
{% endmacro %}

{% macro default__local_to_utc(timestamp, time_zone) -%}
    {{ timestamp }} at time zone {{ time_zone }} at time zone 'UTC'
{%- endmacro %}

{#- The engine takes the earlier one. Clocks go back by one of these many minutes. -#}
{% macro spark__local_to_utc(timestamp, time_zone) -%}
    {%- set earlier = 'to_utc_timestamp(' ~ timestamp ~ ', ' ~ time_zone ~ ')' -%}
    case
        {%- for minutes in [180, 120, 60, 30] %}
        {%- set later = add_time(earlier, minutes=minutes) %}
        when from_utc_timestamp({{ later }}, {{ time_zone }}) = {{ timestamp }} then {{ later }}
        {%- endfor %}
        else {{ earlier }}
    end
{%- endmacro %}


{#- The day, or the first day of the week (Monday) or month, in the reporting time zone
    that holds a UTC timestamp: date. -#}
{% macro reporting_date(timestamp, grain='day') -%}
    {%- set zone = var('reporting_time_zone') -%}
    {%- set local = timestamp if zone == 'UTC' else '(' ~ utc_to_local(timestamp, "'" ~ dbt.escape_single_quotes(zone) ~ "'") ~ ')' -%}
    {%- if grain == 'day' -%}
        cast({{ local }} as date)
    {%- else -%}
        cast(date_trunc('{{ grain }}', {{ local }}) as date)
    {%- endif -%}
{%- endmacro %}


{#- 0 to 23 of a UTC timestamp in the reporting time zone: bigint. -#}
{% macro reporting_hour(timestamp) -%}
    {%- set zone = var('reporting_time_zone') -%}
    {%- set local = timestamp if zone == 'UTC' else utc_to_local(timestamp, "'" ~ dbt.escape_single_quotes(zone) ~ "'") -%}
    cast(extract(hour from {{ local }}) as bigint)
{%- endmacro %}


{#- The UTC timestamp at which a day of the reporting time zone starts. -#}
{% macro reporting_day_start(date) -%}
    {%- set zone = var('reporting_time_zone') -%}
    {%- if zone == 'UTC' -%}
        cast({{ date }} as timestamp)
    {%- else -%}
        cast({{ local_to_utc('cast(' ~ date ~ ' as timestamp)', "'" ~ dbt.escape_single_quotes(zone) ~ "'") }} as timestamp)
    {%- endif -%}
{%- endmacro %}


{#- 1 (Monday) to 7 (Sunday) of a date: bigint. 1900-01-01 was a Monday; engines number
    weekdays differently. -#}
{% macro weekday(date) -%}
    ({{ dbt.datediff("cast('1900-01-01' as date)", date, 'day') }} % 7 + 1)
{%- endmacro %}


{#- Minutes since midnight of a local time such as 09:30; 24:00 is 1440: bigint. -#}
{% macro minutes_of_day(time) -%}
    (60 * cast(split_part({{ time }}, ':', 1) as bigint)
    + cast(split_part({{ time }}, ':', 2) as bigint))
{%- endmacro %}


{#- A timestamp's UTC date, or a date as a date: what date arithmetic returns is a
    timestamp on some engines. -#}
{% macro as_date(expression) -%}
    cast({{ expression }} as date)
{%- endmacro %}


{#- Whether an instant lies in a period, its start included and its end not. Tests place rows
    by it, and the marts by reporting_date(): two ways on purpose.
    instant  SQL of a timestamp
    period   a CTE with starts_at and ends_at -#}
{% macro is_within(instant, period) -%}
    {{ period }}.starts_at <= {{ instant }} and {{ period }}.ends_at > {{ instant }}
{%- endmacro %}
