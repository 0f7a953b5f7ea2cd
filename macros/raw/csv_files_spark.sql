{#- CSV as Apache Spark reads it. Its reader takes the first line end that it finds for that
    of the whole file, and makes one of those within texts: here it is told to end lines by
    line feeds, or where a file has none by carriage returns. One before a line feed is then
    part of the last value and taken off again. -#}

{#- Each file is read once for it, and once a run: the line ends of a file must be known. -#}
{% macro spark__csv_first_lines(files) %}
    {% set question = 'first lines ' ~ files | join('\n') %}
    {% set known = remembered(question) %}
    {% if known is not none %}
        {% do return(known) %}
    {% endif %}
    {% set first = [] %}
    {% for row in run_query(
        "select file, left(min_by(line, struct(block, id)), 100000), max(line like '%\\r')"
        ~ ' from ' ~ csv_lines_read(files, '\n') ~ ' group by file order by file'
    ).rows %}
        {% set line = (row[1] or '') | replace('\ufeff', '') %}
        {% set is_by_returns = modules.re.search('\r.', line) is not none %}
        {% do first.append({
            'file': row[0],
            'line': line.split('\r')[0],
            'line_end': '\r' if is_by_returns else '\r\n' if row[2] else '\n',
        }) %}
    {% endfor %}
    {% do return(remember(question, first)) %}
{% endmacro %}


{#- SQL behind `from`: the lines of text files as they stand there: line, file and, to put
    the lines of a file in order, block and id.
    line_end  what ends a line: a line feed or a carriage return -#}
{% macro csv_lines_read(files, line_end) -%}
    {{ files_read(
        'text', files, {'lineSep': line_end},
        "value as line, " ~ decoded_path() ~ " as file, _metadata.file_block_start as block,"
        ~ ' monotonically_increasing_id() as id'
    ) }}
{%- endmacro %}


{#- Folders are no columns there. -#}
{% macro spark__csv_types(csv, relation) %}
    {% do return(dict(zip(csv['names'], ['string'] * csv['names'] | length))) %}
{% endmacro %}


{#- One column would lose its empty lines, which are rows. -#}
{% macro spark__csv_relation(csv) -%}
    {%- set words = [] -%}
    {%- for word in null_words() -%}
        {%- do words.append(text_literal(word)) -%}
    {%- endfor -%}
    {%- set names = [] -%}
    {%- set values = [] -%}
    {%- for name in csv['names'] -%}
        {%- set quoted = '`' ~ name | replace('`', '``') ~ '`' -%}
        {%- set value = quoted if not loop.last or csv['line_end'] != '\r\n'
            else 'regexp_replace(' ~ quoted ~ ", r'\\r\\z', '')" -%}
        {%- do names.append(quoted) -%}
        {%- do values.append(
            'case when ' ~ value ~ ' not in (' ~ words | join(', ') ~ ') then ' ~ value
            ~ ' end as ' ~ quoted
        ) -%}
    {%- endfor -%}
    {%- set rows = files_read(
        'csv', csv['files'],
        {
            'header': 'true', 'sep': csv['delimiter'], 'quote': '"', 'escape': '"',
            'multiLine': 'true', 'lineSep': csv['line_end'][-1:], 'encoding': 'UTF-8',
        },
        values | join(', '), names
    ) -%}
    {%- if csv['names'] | length == 1 -%}
        (
            select * from {{ rows }}
            union all
            select cast(null as string)
            from {{ csv_lines_read(csv['files'], csv['line_end'][-1:]) }}
            where line = ''
        )
    {%- elif csv['line_end'] == '\r\n' -%}
        {#- an empty line -#}
        (select * from {{ rows }} where not ({{ names[0] }} <=> '\r' and {{ names[1] }} is null))
    {%- else -%}
        {{ rows }}
    {%- endif -%}
{%- endmacro %}
