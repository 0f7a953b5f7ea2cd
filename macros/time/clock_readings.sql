{#- Reading a clock at an instant, and finding the instant of a reading. A reading is the
    microseconds a clock has run since some fixed instant; only differences mean anything.
    Used in pairs: the join, and the expression over what it found.

    row      alias of the rows: they have clock (`calendar` or a schedule)
    instant  name of a timestamp column of the rows
    span     alias to give the joined span -#}
{% macro join_span(row, instant, span) -%}
    left join spans as {{ span }}
        on
            {{ row }}.clock = {{ span }}.schedule
            and cast({{ row }}.{{ instant }} as date) = {{ span }}.utc_date
            and {{ row }}.{{ instant }} >= {{ span }}.starts_at
            and {{ row }}.{{ instant }} < {{ span }}.ends_at
{%- endmacro %}

{% macro clock_reading(row, instant, span) -%}
    case
        when {{ row }}.clock = 'calendar'
            then {{ microseconds_between("timestamp '2000-01-01 00:00:00'", row ~ '.' ~ instant) }}
        when {{ span }}.is_open
            then
                {{ span }}.open_microseconds_before
                + {{ microseconds_between(span ~ '.starts_at', row ~ '.' ~ instant) }}
        else {{ span }}.open_microseconds_before
    end
{%- endmacro %}

{#- The first instant at which a clock shows `target` microseconds since created_at. A
    target that is reached at a closing time is due then, not at the next opening.

    row     alias of the rows: clock, created_at, created_reading
    target  name of their column of microseconds
    due     alias to give the joined span of open hours -#}
{% macro join_due(row, target, due) -%}
    left join due_hours as {{ due }}
        on
            {{ row }}.clock = {{ due }}.schedule
            and {{ open_hour(row ~ '.created_reading + ' ~ row ~ '.' ~ target) }} = {{ due }}.open_hour
            and {{ row }}.created_reading + {{ row }}.{{ target }} > {{ due }}.open_microseconds_before
            and {{ row }}.created_reading + {{ row }}.{{ target }} <= {{ due }}.open_microseconds_after
{%- endmacro %}

{% macro due_instant(row, target, due) -%}
    case
        when
            {{ row }}.clock = 'calendar'
            or ({{ row }}.{{ target }} = 0 and {{ row }}.created_reading is not null)
            then {{ add_time(row ~ '.created_at', microseconds=row ~ '.' ~ target) }}
        else {{ add_time(
            due ~ '.starts_at',
            microseconds=row ~ '.created_reading + ' ~ row ~ '.' ~ target
                ~ ' - ' ~ due ~ '.open_microseconds_before'
        ) }}
    end
{%- endmacro %}
