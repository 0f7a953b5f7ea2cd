{#- The line that says what a gate found: what was measured and of how much, compared with
    what, the bounds, where to look; or why it was not judged. No other value of a row than
    tags and channels. Returns SQL over the columns of dq_gates, and `named`, what the
    value is about. -#}
{% macro gate_finding() -%}
    {%- set text = dbt.type_string() -%}
    {%- set unit_text = "case when unit = 'share' then ' %' else ' ' || unit end" -%}
    {%- set least_rows = var('min_group') ~ ' are needed (var min_group).' -%}
    gate || case when part = 'all' then '' else ' of ' || part end || ': '
    || case
        when measured_value is null and usual_value is not null
            then 'not judged: too little to compare: ' || {{ gate_number('recent_value') }}
                || ' now, ' || {{ gate_number('usual_value') }} || ' usually, over '
                || cast(coalesce(rows_looked_at, 0) as {{ text }}) || ' rows; {{ least_rows }}'
        when measured_value is null and rows_looked_at > 0
            then 'not judged: ' || cast(rows_looked_at as {{ text }})
                || ' rows are too few, however far back; {{ least_rows }}'
        when measured_value is null
            then 'not judged: there is nothing to measure.'
        when direction is null
            then 'not judged: no bounds in seeds/gates/gate_bounds.csv.'
        else
            {{ gate_number('measured_value', 'unit') }} || {{ unit_text }} || ' ' || measure
            || coalesce(': ' || named, '')
            || coalesce(
                ': ' || {{ gate_number('recent_value') }} || ' now, '
                || {{ gate_number('usual_value') }} || ' usually, '
                || case when recent_value < usual_value then 'down' else 'up' end,
                ''
            )
            || coalesce(
                ' (' || cast(rows_at_fault as {{ text }}) || ' of '
                || cast(rows_looked_at as {{ text }}) || ' at fault)',
                ''
            )
            || case
                when is_looked_back
                    then ', looked back to ' || substr(cast(window_from as {{ text }}), 1, 10)
                        || ' for enough rows'
                else ''
            end
            || '; healthy ' || case when direction = 'higher' then 'from ' else 'up to ' end
            || {{ gate_number('healthy_bound', 'unit') }} || {{ unit_text }} || ', watch '
            || case when direction = 'higher' then 'from ' else 'up to ' end
            || {{ gate_number('watch_bound', 'unit') }} || {{ unit_text }}
            || '. Open ' || open_first || coalesce(' where ' || replace(rows_where, '{part}', part), '') || '.'
            || case
                when open_first = 'marts.dq_unmapped_reason_tags'
                    then ' `make unmapped` writes its tags as rows for the map.'
                else ''
            end
    end
    || coalesce(' Excepted: ' || exception_reason || '.', '')
{%- endmacro %}
