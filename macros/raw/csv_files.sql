{#- CSV as files of people are: nothing is left to the engine's guesses, which take `#` for
    a comment and a ragged row for a reason to read a file as one column. The delimiter and
    the names are those of each file's first line; every value is text, so that one that
    does not parse is judged and does not stop the run. -#}

{#- Parts of CSV files: those with the same delimiter and the same names are read as one.
    An empty file has no rows. One in UTF-16, whose characters hold a NUL each, has no
    columns either, which is told as a problem.
    known  names of columns, by which a first line is read -#}
{% macro csv_parts(known, files) %}
    {% set groups = {} %}
    {% set parts = [] %}
    {% set lines = csv_first_lines(files) %}
    {% for first in lines if '\x00' in first['line'] %}
        {% do parts.append(dict(no_rows(), place=without_secrets(first['file']))) %}
    {% endfor %}
    {% for first in lines if '\x00' not in first['line'] %}
        {% set header = csv_header(known, first['line']) %}
        {% set line_end = first.get('line_end', '') %}
        {% set shape = header['names'] | join(header['delimiter']) ~ line_end %}
        {% do groups.setdefault(shape, {'files': [], 'header': header, 'line_end': line_end}) %}
        {% do groups[shape]['files'].append(first['file']) %}
    {% endfor %}
    {% for group in groups.values() %}
        {% set csv = {
            'files': group['files'], 'delimiter': group['header']['delimiter'],
            'names': group['header']['names'], 'line_end': group['line_end']
        } %}
        {% set relation = csv_relation(csv) %}
        {% do parts.append({
            'relation': relation_or_none_of_it(relation), 'types': csv_types(csv, relation),
            'place': without_secrets(csv['files'][0]), 'csv': csv
        }) %}
    {% endfor %}
    {% do return(parts) %}
{% endmacro %}


{#- The delimiter and names of a first line: of comma, semicolon, tab and bar the one that
    gives most names that are known, then most names. Names are stripped and in lower
    case. One that is blank, comes again or may be a value is called by its place, column_3;
    so are all when none is known: the first line may be a row. -#}
{% macro csv_header(known, line) %}
    {% set best = {'known': -1} %}
    {% for delimiter in [',', ';', '\t', '|'] %}
        {% set fields = modules.re.findall(
            '(?:^|' ~ modules.re.escape(delimiter) ~ ')("(?:[^"]|"")*"|[^'
            ~ modules.re.escape(delimiter) ~ ']*)', line
        ) if line else [''] %}
        {% set names = [] %}
        {% for field in fields %}
            {% set name = field.strip().strip('"').strip() | lower %}
            {% do names.append(
                name if name and name not in names else 'column_' ~ loop.index
            ) %}
        {% endfor %}
        {% set found = names | select('in', known) | list | length %}
        {% if found > best['known']
            or (found == best['known'] and names | length > best['names'] | length) %}
            {% do best.update({'known': found, 'delimiter': delimiter, 'names': names}) %}
        {% endif %}
    {% endfor %}
    {% set shown = [] %}
    {% for name in best['names'] %}
        {% do shown.append(
            name if best['known'] and is_name(name) else 'column_' ~ loop.index
        ) %}
    {% endfor %}
    {% do return(dict(best, names=shown)) %}
{% endmacro %}


{#- Whether a text looks like the name of a column: one that does not may be a value. -#}
{% macro is_name(text) %}
    {% do return(modules.re.match('^[a-z_][a-z0-9_ .#/()-]{0,62}$', text) is not none) %}
{% endmacro %}


{#- The first line of each file that is not empty: a list of {file, line}, and line_end where
    the engine must be told how lines end. -#}
{% macro csv_first_lines(files) %}
    {{- return(adapter.dispatch('csv_first_lines')(files)) -}}
{% endmacro %}

{#- A query stops reading a file after its first line; several files share one. A byte
    order mark is no part of the line. -#}
{% macro default__csv_first_lines(files) %}
    {% set first = [] %}
    {% for some in files | batch(200) %}
        {% set queries = [] %}
        {% for file in some %}
            {% do queries.append(
                '(select ' ~ text_literal(file) ~ ' as file, line from '
                ~ csv_lines([file]) ~ ' limit 1)'
            ) %}
        {% endfor %}
        {% for row in run_query(queries | join(' union all ')).rows %}
            {% do first.append({
                'file': row[0], 'line': (row[1] or '') | replace('\ufeff', '')
            }) %}
        {% endfor %}
    {% endfor %}
    {% do return(first | sort(attribute='file')) %}
{% endmacro %}


{#- SQL behind `from`: the rows of CSV files, all columns text, blanks and the words that
    stand for nothing null. It reads what a well-formed file holds, whatever its line ends;
    what is not well-formed is found by csv_faults().
    csv  files, delimiter and names, as in raw_parts() -#}
{% macro csv_relation(csv) %}
    {{- return(adapter.dispatch('csv_relation')(csv)) -}}
{% endmacro %}

{% macro default__csv_relation(csv) -%}
    {{ csv_reader(csv, csv['names'], 'strict_mode = false') }}
{%- endmacro %}

{#- The columns of CSV files, {column: type}: those of their first lines, and those that the
    engine makes of folders named key=value. -#}
{% macro csv_types(csv, relation) %}
    {{- return(adapter.dispatch('csv_types')(csv, relation)) -}}
{% endmacro %}

{% macro default__csv_types(csv, relation) %}
    {% do return(described_types(relation)) %}
{% endmacro %}


{#- read_csv with nothing left to guess. -#}
{% macro csv_reader(csv, names, options) -%}
    read_csv({{ text_list(csv['files']) }}, auto_detect = false, header = true, skip = 0,
        comment = '', delim = {{ text_literal(csv['delimiter']) }}, quote = '"', escape = '"',
        nullstr = {{ text_list(null_words()) }},
        columns = { {%- for name in names -%}
            {{ text_literal(name) }}: 'varchar'{{ ', ' if not loop.last }}
        {%- endfor -%} }, {{ options }})
{%- endmacro %}

{#- What an empty cell of CSV is written as. `NA` is none of them: it may be a region. -#}
{% macro null_words() %}
    {% do return(['', 'NULL', 'null', 'None', 'nan', 'NaN', 'NaT', '<NA>', '\\N']) %}
{% endmacro %}

{#- SQL behind `from`: the lines of text files as they stand there, `line` and `filename`.
    A separator that text does not hold and no quotes; lines that are not UTF-8 are left
    out: nothing can fail. -#}
{% macro csv_lines(files, options='') -%}
    read_csv({{ text_list(files) }}, auto_detect = false, header = false, skip = 0,
        comment = '', delim = '{{ "\x1f" }}', quote = '', escape = '', strict_mode = false,
        ignore_errors = true, filename = true, columns = {'line': 'varchar'}{{ options }})
{%- endmacro %}
