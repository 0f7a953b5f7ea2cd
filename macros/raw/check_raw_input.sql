{#- Stops the run, before anything is built, with one line that names table, column or
    line, and the remedy; and tells which columns are not there or are not read. Values are
    never quoted. on-run-start; returns SQL that does nothing. -#}
{% macro check_raw_input() %}
    {% if execute and raw_mode() == 'sample' %}
        {% do check_sample_schema() %}
    {% elif execute %}
        {% set problems = check_connections() %}
        {% set told = [] %}
        {% for table in raw_contract() if raw_mode() != 'connections' %}
            {% set parts = delivered_parts(table) %}
            {% do problems.extend(raw_problems(table, parts)) %}
            {% do told.append([table, raw_columns_told(table, parts)]) %}
        {% endfor %}
        {% if problems %}
            {% do exceptions.raise_compiler_error('raw input: ' ~ problems | join('; ')) %}
        {% endif %}
        {% for table, columns in told if columns %}
            {% do log('raw input: ' ~ table ~ ' ' ~ columns, info=true) %}
        {% endfor %}
    {% endif %}
    select 1 as raw_input_is_complete
{% endmacro %}


{#- What keeps a raw table from being read: a list of words for a person. Files are read
    whole for it only by commands that build, once. -#}
{% macro raw_problems(table, parts) %}
    {% set contract = raw_contract()[table] %}
    {% if not parts %}
        {% set is_optional = contract.get('optional') or var('connections') %}
        {% do return([] if is_optional else [missing_table(table)]) %}
    {% endif %}
    {% set problems = raw_column_problems(table, parts) %}
    {% if not problems and flags.WHICH in changing_commands() and not flags.EMPTY
        and not is_input_checked() %}
        {% for part in parts if part['csv'] is not none %}
            {% do problems.extend(csv_faults(part['csv'])) %}
        {% endfor %}
    {% endif %}
    {% do return(problems) %}
{% endmacro %}


{#- A table that is not there, and where to put it. A bracket or star in a folder's name is
    read as a pattern. -#}
{% macro missing_table(table) %}
    {% set place = raw_place(table) %}
    {% if raw_mode() == 'tables' %}
        {% set remedy = 'Add it, or change raw_schema' %}
    {% elif modules.re.search('[*?[]', place) %}
        {% set remedy = 'Add it, or change raw_location, in which * ? and [ stand for other'
            ~ ' characters (write [[] for a bracket in a name)' %}
    {% else %}
        {% set remedy = 'Add it, or change raw_location' %}
    {% endif %}
    {% do return(
        'table ' ~ table ~ ' is missing (looked for ' ~ place ~ '). ' ~ remedy
    ) %}
{% endmacro %}


{#- Required columns that no part has, keys that one part has not, columns of a type that
    cannot be read. -#}
{% macro raw_column_problems(table, parts) %}
    {% set contract = raw_contract()[table] %}
    {% set problems = [] %}
    {% for part in parts if not part['types'].keys() | select('in', contract['columns']) | list %}
        {% do problems.append(
            part['place'] ~ ' has none of the columns of ' ~ table
            ~ (', its first line names none. Add a line with their names'
                if part['csv'] is not none
                else '. Name its columns so' if part['types']
                else ', it is not UTF-8. Save the file as UTF-8')
        ) %}
    {% endfor %}
    {% if problems %}
        {% do return(problems) %}
    {% endif %}
    {% for column, rule in contract['columns'].items() %}
        {% set without = parts | rejectattr('types.' ~ column, 'defined') | list %}
        {% set is_missing = without | length == parts | length
            or (without and column in contract['key']) %}
        {% if is_missing and not rule.get('nullable') %}
            {% do problems.append(
                'column ' ~ table ~ '.' ~ column ~ ' is missing (looked in '
                ~ without[0]['place'] ~ '). '
                ~ (told_pairs([column], unknown_columns(table, without)) | first
                    | default('Add it'))
            ) %}
        {% endif %}
        {% for part in parts if column in part['types']
            and not fits_kind(type_family(part['types'][column]), rule['kind'])
            and holds_values(part['relation'], column) %}
            {% do problems.append(
                'column ' ~ table ~ '.' ~ column ~ ' is of type ' ~ part['types'][column]
                ~ ' in ' ~ part['place'] ~ '. ' ~ kind_remedy(rule['kind'])
            ) %}
        {% endfor %}
    {% endfor %}
    {% do return(problems) %}
{% endmacro %}


{#- Whether a column holds anything: drivers give a column of nulls any type. -#}
{% macro holds_values(relation, column) %}
    {% do return(run_query(
        'select 1 as found from ' ~ relation ~ ' where ' ~ column ~ ' is not null limit 1'
    ).rows | length > 0) %}
{% endmacro %}


{#- What a column of a kind should be delivered as. -#}
{% macro kind_remedy(kind) %}
    {% do return({
        'time': 'Give a timestamp, or a text such as 2026-01-31 09:00:00; of a number of'
            ~ ' seconds, to_timestamp makes one',
        'number': 'Give a number, or a text of one',
        'whole': 'Give a number, or a text of one',
        'flag': 'Give true or false, or 1 or 0',
    }.get(kind, 'Give one text in each row: of a list, its first element or its elements'
        ~ ' joined')) %}
{% endmacro %}


{#- Which optional columns a table lacks and which of its columns nobody reads, in words;
    empty when there is nothing to tell. Names that may be values, as in a file without
    a line of names, are told by their place. -#}
{% macro raw_columns_told(table, parts) %}
    {% set absent = absent_columns(table, parts) %}
    {% set unknown = unknown_columns(table, parts) %}
    {% set told = [] %}
    {% if absent %}
        {% do told.append('has no ' ~ absent | join(', ')) %}
    {% endif %}
    {% if unknown %}
        {% do told.append('has columns that nobody reads: ' ~ unknown | join(', ')) %}
    {% endif %}
    {% do return((told + likely_names(table, parts)) | join('; ')) %}
{% endmacro %}


{#- Columns of the contract that no part of a table has: a list of names. -#}
{% macro absent_columns(table, parts) %}
    {% set absent = [] %}
    {% for column in raw_contract()[table]['columns']
        if parts and parts | rejectattr('types.' ~ column, 'defined') | list | length == parts | length %}
        {% do absent.append(column) %}
    {% endfor %}
    {% do return(absent) %}
{% endmacro %}


{#- Delivered columns that the contract does not know: a list of names. -#}
{% macro unknown_columns(table, parts) %}
    {% set unknown = [] %}
    {% for part in parts %}
        {% for name in part['types'] if name not in raw_contract()[table]['columns'] %}
            {% do unknown.append(
                name if is_name(name) else 'column_' ~ loop.index
            ) %}
        {% endfor %}
    {% endfor %}
    {% do return(unknown | unique | list) %}
{% endmacro %}


{#- Which unknown columns of a table's parts are probably columns of the contract that the
    part lacks, in words: a list. -#}
{% macro likely_names(table, parts) %}
    {% set told = [] %}
    {% for part in parts %}
        {% do told.extend(
            told_pairs(absent_columns(table, [part]), unknown_columns(table, [part]))
        ) %}
    {% endfor %}
    {% do return(told | unique | list) %}
{% endmacro %}


{#- Which of the unknown columns are probably which of the absent ones, in words: a list.
    Alike are names that differ in nothing but case, spaces and signs, or in one letter. -#}
{% macro told_pairs(absent, unknown) %}
    {% set pairs = {} %}
    {% for column in absent %}
        {% for name in unknown if column not in pairs and name not in pairs.values() %}
            {% set plain = modules.re.sub('[^a-z0-9]', '', name) %}
            {% set letters = column | replace('_', '') %}
            {% if plain == letters or run_query(
                'select levenshtein(' ~ text_literal(plain) ~ ', ' ~ text_literal(letters) ~ ') <= 1'
            ).rows[0][0] %}
                {% do pairs.update({column: name}) %}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {% set told = [] %}
    {% for column, name in pairs.items() %}
        {% do told.append(name ~ ' is probably ' ~ column ~ ': rename it') %}
    {% endfor %}
    {% do return(told) %}
{% endmacro %}


{#- Raises when a table where the sample is loaded is not the sample's: that one has the
    contract's columns only, all of them texts. -#}
{% macro check_sample_schema() %}
    {% for seed in graph.nodes.values()
        if seed.resource_type == 'seed' and seed.name in raw_contract() %}
        {% set relation = adapter.get_relation(seed.database, seed.schema, seed.alias) %}
        {% set columns = adapter.get_columns_in_relation(relation) if relation else [] %}
        {% for column in columns
            if column.name not in raw_contract()[seed.name]['columns']
            or type_family(column.dtype | lower) != 'text' %}
            {% do exceptions.raise_compiler_error(
                'raw input: ' ~ (relation | replace('"', '')) ~ ' is not the sample (column '
                ~ column.name ~ ') and would be overwritten by it. Move it to another schema'
                ~ ' and name that one in raw_schema'
            ) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}
