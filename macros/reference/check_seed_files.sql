{#- Stops the run with a line for each cell of a reference seed that is not of its column's
    type, and for each file that is no table: the engine would name neither row nor
    remedy, or take 05/06/2026 for a day in May. Looks at the seeds that this run loads;
    as an operation, at all. on-run-start; returns SQL that does nothing. -#}
{% macro check_seed_files() %}
    {% set problems = [] %}
    {% set all_of_them = flags.WHICH == 'run-operation' %}
    {% if execute and (all_of_them or flags.WHICH in ['build', 'seed']) %}
        {% for seed in graph.nodes.values()
            if seed.resource_type == 'seed' and seed.package_name == 'service_to_revenue'
            and seed.name not in raw_contract()
            and (all_of_them or seed.unique_id in selected_resources) %}
            {% for problem in seed_file_problems(seed) %}
                {% do problems.append('Seed ' ~ seed.name ~ '.csv, ' ~ problem) %}
            {% endfor %}
        {% endfor %}
    {% endif %}
    {% if problems %}
        {% do exceptions.raise_compiler_error(problems | join('\n')) %}
    {% endif %}
    select 1 as seed_files_are_typed
{% endmacro %}


{#- What is wrong in the file of a seed, a list of lines without the file's name.
    seed  a seed of the graph -#}
{% macro seed_file_problems(seed) %}
    {{- return(adapter.dispatch('seed_file_problems')(seed)) -}}
{% endmacro %}

{% macro default__seed_file_problems(seed) %}
    {% do return([]) %}
{% endmacro %}

{% macro duckdb__seed_file_problems(seed) %}
    {% set file = dbt.escape_single_quotes(seed.root_path ~ '/' ~ seed.original_file_path) %}
    {% set header = run_query(
        "select line from read_csv('" ~ file ~ "', auto_detect = false, header = false,"
        ~ " delim = '\x01', quote = '', escape = '', columns = {'line': 'varchar'},"
        ~ " ignore_errors = true) limit 1"
    ).rows %}
    {% set names = (header[0][0] if header else '') | replace('"', '') | replace('\ufeff', '')
        | trim %}
    {% set columns = names.split(',') %}
    {% set missing = seed.config.column_types.keys() | reject('in', columns) | list %}
    {% if missing %}
        {% do return([
            'first line: it names no ' ~ missing | join(', ') ~ '. '
            ~ ('Save the file with commas, not semicolons, between the columns.'
            if ';' in names else 'Write the columns as they were: '
            ~ seed.config.column_types.keys() | join(',') ~ '.')
        ]) %}
    {% endif %}
    {% set texts = [] %}
    {% for column in columns %}
        {% do texts.append("'" ~ column ~ "': 'varchar'") %}
    {% endfor %}
    {% set rows = "read_csv('" ~ file ~ "', auto_detect = false, header = true, delim = ',',"
        ~ " quote = '\"', escape = '\"', comment = '', skip = 0, columns = {"
        ~ texts | join(', ') ~ "}, store_rejects = true, rejects_table = 'seed_rejects',"
        ~ " rejects_scan = 'seed_scans')" %}
    {% set checks = [] %}
    {% for column, type in seed.config.column_types.items() if type != 'string' %}
        {% do checks.append(
            "select " ~ seed_row_key(seed) ~ " as row_key, '" ~ column ~ "' as column_name,"
            ~ " '" ~ type ~ "' as type, " ~ column ~ " as cell from " ~ rows
            ~ " where " ~ column ~ " <> '' and not coalesce(" ~ is_cell_of(column, type)
            ~ ", false)"
        ) %}
    {% endfor %}
    {% set problems = [] %}
    {% if checks %}
        {% for row in run_query(checks | join(' union all ')).rows %}
            {% do problems.append(
                row[0] ~ ': ' ~ row[1] ~ ' is ' ~ row[3] ~ ', '
                ~ ('no day: write it as 2026-01-31, year first.' if row[2] == 'date'
                else 'neither true nor false: write one of them.' if row[2] == 'boolean'
                else 'no whole number: write one such as 14.' if row[2] == 'bigint'
                else 'no number: write it with a point and nothing else, such as 0.75.')
            ) %}
        {% endfor %}
    {% else %}
        {% do run_query('select count(*) from ' ~ rows) %}
    {% endif %}
    {% set rejected = run_query(
        "select distinct errors.line, errors.error_type from seed_rejects as errors"
        ~ " inner join seed_scans as scans on errors.scan_id = scans.scan_id"
        ~ " and errors.file_id = scans.file_id where scans.file_path = '" ~ file
        ~ "' order by all"
    ).rows %}
    {% for row in rejected %}
        {% do problems.append(
            'line ' ~ row[0] ~ ': ' ~ ('it is not UTF-8: save the file as "CSV UTF-8".'
            if 'ENCODING' in row[1] | string else
            'it has not the ' ~ columns | length ~ ' columns of the first line: put a text'
            ~ ' that holds a comma or a quote into double quotes.')
        ) %}
    {% endfor %}
    {% do return(problems) %}
{% endmacro %}


{#- SQL of a boolean: whether a text of a seed is a value of a type. Stricter than the
    engine's casts, which take 2026-1-2, 1e3 and nan.
    cell  SQL of the text
    type  of the column -#}
{% macro is_cell_of(cell, type) -%}
    {%- if type == 'date' -%}
        {{ cell }} similar to '[0-9]{4}-[0-9]{2}-[0-9]{2}' and try_cast({{ cell }} as date) is not null
    {%- elif type == 'boolean' -%}
        lower({{ cell }}) in ('true', 'false')
    {%- elif type == 'bigint' -%}
        {{ cell }} similar to '-?[0-9]{1,18}'
    {%- else -%}
        {{ cell }} similar to '-?[0-9]{1,15}([.][0-9]+)?'
    {%- endif -%}
{%- endmacro %}


{#- SQL of what names a row of a seed for a person: its key's values, blank between.
    seed  a seed of the graph -#}
{% macro seed_row_key(seed) %}
    {% set parts = [] %}
    {% for column in seed_key(seed) %}
        {% do parts.append(
            "coalesce(cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), '(empty)')"
        ) %}
    {% endfor %}
    {% do return(parts | join(" || ' ' || ")) %}
{% endmacro %}


{#- The columns that name a row of a seed: the unique one, those that are unique together,
    else those that are never empty, else the first; a list.
    seed  a seed of the graph -#}
{% macro seed_key(seed) %}
    {% set keys = {'unique': [], 'unique_combination': [], 'not_null': []} %}
    {% for test in graph.nodes.values()
        if test.resource_type == 'test' and test.attached_node == seed.unique_id
        and test.test_metadata.name in keys %}
        {% do keys[test.test_metadata.name].extend(
            [test.column_name] if test.column_name else test.test_metadata.kwargs.columns
        ) %}
    {% endfor %}
    {% set first = seed.config.column_types.keys() | list %}
    {% set named = keys.unique or keys.unique_combination or keys.not_null or first[:1] %}
    {% do return(first | select('in', named) | list) %}
{% endmacro %}
