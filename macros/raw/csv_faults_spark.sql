{#- Apache Spark's reader forgives everything, so that lines are counted and cut here. Most
    files hold no text that goes on in the next line: one look at all lines, each by itself,
    finds the files of which this is not so, or that are not well-formed. Those are read
    again in records, each beginning where all quotes before it are closed. -#}
{% macro spark__csv_faults(csv) %}
    {% set suspects = [] %}
    {% for row in run_query(
        'select file from ' ~ csv_lines_judged(csv, csv['files']) ~ ' group by file'
        ~ ' having max(fault is not null) or sum(quotes) % 2 = 1'
    ).rows %}
        {% do suspects.append(row[0]) %}
    {% endfor %}
    {% set faults = [] %}
    {% if suspects %}
        {% for row in run_query(first_faults(csv, suspects)).rows %}
            {% do faults.append(
                {'file': row[0], 'line': row[1], 'fault': row[2], 'fields': row[3]}
            ) %}
        {% endfor %}
    {% endif %}
    {% do return(told_faults(faults, csv['names'] | length)) %}
{% endmacro %}


{#- SQL behind `from`: lines with what is wrong with each by itself: file, block, id, line,
    quotes (how many), fault, fields, is_utf_8. Bytes that are no UTF-8 are gone from a text
    as soon as it is cut. -#}
{% macro csv_lines_judged(csv, files) -%}
    (
        select file, block, id, line, {{ csv_quotes('line') }} as quotes,
            case when not is_utf_8 then 'INVALID ENCODING' else {{ csv_fault(csv, 'line') }} end
                as fault,
            {{ csv_fields(csv, 'line') }} as fields, is_utf_8
        from (
            select file, block, id, is_valid_utf8(line) as is_utf_8,
                regexp_replace(line, r'\r\z', '') as line
            from {{ csv_lines_read(files, csv['line_end'][-1:]) }}
        )
    )
{%- endmacro %}


{#- SQL: the first fault of each of some files: file, line, fault, fields. In a file with an
    odd number of quotes it is at the latest the first line with one. -#}
{% macro first_faults(csv, files) %}
with

lines as (
    select
        *,
        row_number() over (partition by file order by block, id) as number,
        sum(quotes) over (partition by file) % 2 = 1 as is_never_closed,
        coalesce(sum(quotes) over (
            partition by file order by block, id
            rows between unbounded preceding and 1 preceding
        ), 0) % 2 = 0 as is_begin
    from {{ csv_lines_judged(csv, files) }}
),

numbered as (
    select
        *,
        sum(case when is_begin then 1 else 0 end) over (
            partition by file order by number
        ) as record
    from lines
),

records as (
    select
        file,
        min(number) as line,
        min(case when not is_utf_8 then number end) as line_of_other_bytes,
        array_join(transform(sort_array(collect_list(struct(number, line))), one -> one.line), '\n')
            as text
    from numbered
    where not is_never_closed
    group by file, record
),

faults as (
    select file, line, {{ csv_fault(csv, 'text') }} as fault,
        {{ csv_fields(csv, 'text') }} as fields
    from records
    union all
    select file, line_of_other_bytes, 'INVALID ENCODING', cast(null as int)
    from records
    where line_of_other_bytes is not null
    union all
    select file, number, case when quotes % 2 = 1 then 'UNQUOTED VALUE' else fault end, fields
    from numbered
    where is_never_closed
)

select
    file,
    min(line),
    -- a line that is no UTF-8 may seem to have other fields, too
    min_by(fault, struct(line, fault <> 'INVALID ENCODING')),
    min_by(fields, struct(line, fault <> 'INVALID ENCODING'))
from faults
where fault is not null
group by file
order by file
{% endmacro %}


{#- SQL of what is wrong with a record: a fault of told_faults(), null when nothing is. -#}
{% macro csv_fault(csv, record) -%}
    case
        {%- if csv['names'] | length > 1 %}
        when {{ record }} = '' then null
        {%- endif %}
        when {{ csv_unquoted(csv, record) }} rlike r'(?:\A|[{{ csv['delimiter'] }}]) *"'
            then 'UNQUOTED VALUE'
        when {{ csv_unquoted(csv, record) }} rlike r'[\r\n]'
            then 'A LINE END OF ANOTHER KIND THAN THE OTHERS'
        when {{ csv_fields(csv, record) }} < {{ csv['names'] | length }} then 'MISSING COLUMNS'
        when {{ csv_fields(csv, record) }} > {{ csv['names'] | length }} then 'TOO MANY COLUMNS'
    end
{%- endmacro %}


{#- SQL of how many fields a record has. -#}
{% macro csv_fields(csv, record) -%}
    {%- set unquoted = csv_unquoted(csv, record) -%}
    (1 + length({{ unquoted }}) - length(replace(
        {{- unquoted }}, {{ text_literal(csv['delimiter']) }}, '')))
{%- endmacro %}


{#- SQL of a record without the fields that are well quoted; nothing in it goes back to try
    again, or a long text would take too deep a stack. -#}
{% macro csv_unquoted(csv, record) -%}
    regexp_replace(
        {{ record }},
        r'(\A|[{{ csv['delimiter'] }}])"[^"]*+(?:""[^"]*+)*+"(?= *(?:[{{ csv['delimiter'] }}]|\z))',
        '$1'
    )
{%- endmacro %}


{#- SQL of how many quotes a text holds. -#}
{% macro csv_quotes(text) -%}
    (length({{ text }}) - length(replace({{ text }}, '"', '')))
{%- endmacro %}
