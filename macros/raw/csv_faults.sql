{#- What is not well-formed in a part of CSV files: a list of words for a person that name
    file, line, what is wrong and the remedy, and quote nothing of the file; the first
    fault of each file. Reads the files whole, several times
    over, which costs less than to type and judge their rows.
    csv  files, delimiter and names, as in raw_parts() -#}
{% macro csv_faults(csv) %}
    {{- return(adapter.dispatch('csv_faults')(csv)) -}}
{% endmacro %}

{#- The engine's strict reader finds rows that are too short or too long, broken quotes and
    bytes that are no UTF-8. It gives up on files whose line ends differ: those are read by
    the other one, which forgives long rows and broken quotes. And it forgives one empty
    field too many, behind which may be a comma that nobody quoted. -#}
{% macro default__csv_faults(csv) %}
    {% set mixed = files_of_mixed_line_ends(csv['files']) %}
    {% set uniform = csv['files'] | reject('in', mixed) | list %}
    {% set faults = unclosed_quotes(csv['files']) %}
    {% for files, is_strict in [(uniform, 'true'), (mixed, 'false')] if files %}
        {% set these = dict(csv, files=files) %}
        {% do faults.extend(rejected_lines(these, is_strict)) %}
        {% do faults.extend(longer_rows(these, is_strict)) %}
    {% endfor %}
    {% do return(told_faults(faults, csv['names'] | length)) %}
{% endmacro %}


{#- The files in which lines end in more than one way. Read by line feeds, a carriage
    return before one makes an empty line more; read by both together, one that stands
    alone takes the character after it along. -#}
{% macro files_of_mixed_line_ends(files) %}
    {% set read = [] %}
    {% for ends in ['\\n', '\\r\\n'] %}
        {% do read.append(
            '(select filename, count(*) as lines, coalesce(sum(length(line)), 0) as characters'
            ~ ' from ' ~ csv_lines(files, ", new_line = '" ~ ends ~ "'") ~ ' group by filename)'
        ) %}
    {% endfor %}
    {% set counted = run_query(
        'select fed.filename from ' ~ read[0] ~ ' as fed inner join ' ~ read[1] ~ ' as ended'
        ~ ' on fed.filename = ended.filename'
        ~ ' where fed.lines - ended.lines not in (0, ended.lines)'
        ~ ' or fed.characters - ended.characters not in (0, ended.lines)'
    ) %}
    {% do return(counted.columns[0].values() | list) %}
{% endmacro %}


{#- Files with an odd number of quotes: [{file, line, fault}], the line being the first that
    holds such a number. The reader does not tell of all of them when it reads several. -#}
{% macro unclosed_quotes(files) %}
    {% set quotes = "(length(line) - length(replace(line, '\"', '')))" %}
    {% set faults = [] %}
    {% for row in run_query(
        'select filename from ' ~ csv_lines(files, ", new_line = '\\n'")
        ~ " where line like '%\"%' group by filename having sum(" ~ quotes ~ ') % 2 = 1'
    ).rows %}
        {% do faults.append({
            'file': row[0], 'line': first_line(row[0], quotes ~ ' % 2 = 1'),
            'fault': 'UNQUOTED VALUE'
        }) %}
    {% endfor %}
    {% do return(faults) %}
{% endmacro %}


{#- The number of the first line of a file of which a condition holds; none without one. -#}
{% macro first_line(file, condition) %}
    {% do return(run_query(
        'select min(number) from (select row_number() over () as number, line from '
        ~ csv_lines([file]) ~ ') where ' ~ condition
    ).rows[0][0]) %}
{% endmacro %}


{#- The first line of each file that the reader rejects: [{file, line, fault, fields}]. -#}
{% macro rejected_lines(csv, is_strict) %}
    {% set counts = [] %}
    {% for name in csv['names'] %}
        {% do counts.append('count("' ~ name | replace('"', '""') ~ '")') %}
    {% endfor %}
    {% do run_query('select ' ~ counts | join(', ') ~ ' from ' ~ csv_reader(
        csv, csv['names'], 'strict_mode = ' ~ is_strict ~ ', store_rejects = true,'
        ~ " rejects_table = 'csv_faults', rejects_scan = 'csv_scans'"
    )) %}
    {% set rejected = run_query(
        'select scans.file_path, min(faults.line), min_by(faults.error_type, faults.line),'
        ~ " min_by(regexp_extract(faults.error_message, 'Found: ([0-9]+)', 1), faults.line)"
        ~ ' from csv_faults as faults inner join csv_scans as scans'
        ~ ' on faults.scan_id = scans.scan_id and faults.file_id = scans.file_id'
        ~ ' group by scans.file_path'
    ) %}
    {% do run_query('drop table csv_faults; drop table csv_scans') %}
    {% set faults = [] %}
    {% for row in rejected.rows %}
        {% do faults.append({
            'file': row[0], 'line': row[1], 'fault': row[2] | string, 'fields': row[3]
        }) %}
    {% endfor %}
    {% do return(faults) %}
{% endmacro %}


{#- The files that hold a row with one field more than names, an empty one at its end:
    [{file, line, fault, fields}]. Read with one name more, only such rows can be read. -#}
{% macro longer_rows(csv, is_strict) %}
    {% set faults = [] %}
    {% set fields = csv['names'] | length + 1 %}
    {% for found in run_query('select distinct filename from ' ~ csv_reader(
        csv, csv['names'] + ['one_too_many'],
        'ignore_errors = true, filename = true, strict_mode = ' ~ is_strict
    )).rows %}
        {% set line = first_line(
            found[0], "length(line) - length(replace(line, " ~ text_literal(csv['delimiter'])
            ~ ", '')) >= " ~ (fields - 1)
        ) %}
        {% do faults.append({
            'file': found[0], 'line': line, 'fault': 'TOO MANY COLUMNS', 'fields': fields
        }) %}
    {% endfor %}
    {% do return(faults) %}
{% endmacro %}


{#- Faults in words, one line for each file: the first of it. -#}
{% macro told_faults(faults, names) %}
    {% set told = {} %}
    {% for fault in faults | sort(attribute='file') if fault['file'] not in told %}
        {% set line = faults | selectattr('file', 'eq', fault['file']) | map(attribute='line')
            | reject('none') | min %}
        {% set first = faults | selectattr('file', 'eq', fault['file'])
            | selectattr('line', 'eq', line) | first | default(fault) %}
        {% set place = without_secrets(first['file'])
            ~ (', line ' ~ first['line'] if first['line'] else '') %}
        {% if first['fault'] in ['MISSING COLUMNS', 'TOO MANY COLUMNS'] %}
            {% set words = (first['fields'] or 'other') ~ ' fields where the first line names ' ~ names
                ~ '. Quote texts that hold the delimiter, a quote or a line break' %}
        {% elif first['fault'] == 'INVALID ENCODING' %}
            {% set words = 'not UTF-8. Save the file as UTF-8' %}
        {% elif first['fault'] == 'UNQUOTED VALUE' %}
            {% set words = 'a quote that is never closed, or stands within a text undoubled.'
                ~ ' Write a quote within a quoted text twice' %}
        {% else %}
            {% set words = first['fault'] | lower ~ '. Mend the line' %}
        {% endif %}
        {% do told.update({fault['file']: place ~ ': ' ~ words}) %}
    {% endfor %}
    {% do return(told.values() | list) %}
{% endmacro %}
