{#- Where a raw table is read from: the sample's seed, the user's files or the user's
    table, by the vars raw_location, raw_schema and raw_database.

    raw_relation(table)       SQL to put after `from`
    raw_column_types(table)   {column: type}, lower case; {} when the table is missing
    raw_place(table)          the same place in words, for messages

    Raises a compiler error when both raw_location and raw_schema are set, or when
    raw_location has no {name}. -#}

{% macro raw_mode() %}
    {% if var('raw_location') is not none and var('raw_schema') is not none %}
        {% do exceptions.raise_compiler_error(
            'raw input: set raw_location (files) or raw_schema (tables), not both'
        ) %}
    {% elif var('raw_location') is not none and '{name}' not in var('raw_location') %}
        {% do exceptions.raise_compiler_error(
            'raw input: raw_location "' ~ var('raw_location') ~ '" holds no {name},'
            ~ ' the place of the table name, as in /data/{name}.parquet'
        ) %}
    {% endif %}
    {% do return(
        'files' if var('raw_location') is not none
        else 'tables' if var('raw_schema') is not none
        else 'sample'
    ) %}
{% endmacro %}


{% macro raw_relation(table) %}
    {% if raw_mode() == 'sample' %}
        {% do return(ref(table)) %}
    {% elif raw_mode() == 'tables' %}
        {% do return(source('raw', table)) %}
    {% endif %}
    {#- The source is named for the lineage; dbt would look for a table. -#}
    {% do source('raw', table) %}
    {% do return(adapter.dispatch('raw_files')(raw_location(table), flags.EMPTY)) %}
{% endmacro %}


{% macro raw_column_types(table) %}
    {% set types = {} %}
    {% if raw_mode() == 'sample' %}
        {% for column in raw_contract()[table]['columns'] %}
            {% do types.update({column: 'varchar'}) %}
        {% endfor %}
    {% elif execute and raw_mode() == 'tables' %}
        {% set relation = load_relation(source('raw', table)) %}
        {% if relation is not none %}
            {% for column in adapter.get_columns_in_relation(relation) %}
                {% do types.update({column.name | lower: column.dtype | lower}) %}
            {% endfor %}
        {% endif %}
    {% elif execute and raw_file_count(raw_location(table)) > 0 %}
        {% set described = run_query('describe select * from ' ~ raw_relation(table)) %}
        {% for row in described.rows %}
            {% do types.update({row[0] | lower: row[1] | lower}) %}
        {% endfor %}
    {% endif %}
    {% do return(types) %}
{% endmacro %}


{% macro raw_place(table) %}
    {% if raw_mode() == 'sample' %}
        {% do return('seeds/raw/' ~ table ~ '.csv') %}
    {% elif raw_mode() == 'tables' %}
        {% do return(source('raw', table) | replace('"', '')) %}
    {% endif %}
    {% do return(raw_location(table)) %}
{% endmacro %}


{#- The pattern of a table's files. A relative one is taken from where the user stands
    (PWD: dbt itself changes into the project's directory), else from the project. -#}
{% macro raw_location(table) %}
    {% set location = var('raw_location') | replace('{name}', table) %}
    {% set is_absolute = location.startswith('/') or '://' in location or location[1:2] == ':' %}
    {% if execute and not is_absolute %}
        {% set from_user = env_var('PWD', '.') ~ '/' ~ location %}
        {% do return(from_user if raw_file_count(from_user) > 0 else location) %}
    {% endif %}
    {% do return(location) %}
{% endmacro %}


{#- How many files a pattern names; 1 for a web address, which cannot be listed. -#}
{% macro raw_file_count(location) %}
    {% if not execute or location.startswith('http') %}
        {% do return(1) %}
    {% endif %}
    {% set counted = run_query(
        "select count(*) from glob('" ~ dbt.escape_single_quotes(location) ~ "')"
    ) %}
    {% do return(counted.rows[0][0] | int) %}
{% endmacro %}


{#- Whether the raw tables are read from CSV. -#}
{% macro reads_csv() %}
    {% do return(raw_mode() == 'files' and '.csv' in var('raw_location') | lower) %}
{% endmacro %}


{#- A table function over files. CSV is read as text, so that a value that does not
    parse is judged and not a reason to stop; its quotes are told, because the first one
    may come later than the engine looks for them. -#}
{% macro default__raw_files(location, is_empty) %}
    {% set quoted = "'" ~ dbt.escape_single_quotes(location) ~ "'" %}
    {% if reads_csv() %}
        {% set files = 'read_csv(' ~ quoted
            ~ ", all_varchar = true, header = true, union_by_name = true, nullstr = '',"
            ~ " quote = '\"', escape = '\"')" %}
    {% else %}
        {% set files = 'read_parquet(' ~ quoted ~ ', union_by_name = true)' %}
    {% endif %}
    {% do return('(select * from ' ~ files ~ ' limit 0)' if is_empty else files) %}
{% endmacro %}


{#- Stops the run with one line when a required table or column is missing, or when the
    sample would be loaded over a table of the user's.
    on-run-start; returns SQL that does nothing. -#}
{% macro check_raw_input() %}
    {% if execute %}
        {% do check_sample_schema() if raw_mode() == 'sample' else check_raw_columns() %}
    {% endif %}
    select 1 as raw_input_is_complete
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
            or not is_text_type(column.dtype | lower) %}
            {% do exceptions.raise_compiler_error(
                'raw input: ' ~ (relation | replace('"', '')) ~ ' is not the sample (column '
                ~ column.name ~ ') and would be overwritten by it. Move it to another schema'
                ~ ' and name that one in raw_schema'
            ) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}


{#- Raises when a required table or column of the user's is missing. -#}
{% macro check_raw_columns() %}
    {% set problems = [] %}
    {% for table, contract in raw_contract().items() %}
        {% set types = raw_column_types(table) %}
        {% if not types and not contract.get('optional') %}
            {% do problems.append(
                'table ' ~ table ~ ' is missing (looked for ' ~ raw_place(table) ~ ')'
            ) %}
        {% elif types %}
            {% for column, rule in contract['columns'].items() %}
                {% if column not in types and not rule.get('nullable') %}
                    {% do problems.append(
                        'column ' ~ table ~ '.' ~ column ~ ' is missing (looked in '
                        ~ raw_place(table) ~ ')'
                    ) %}
                {% endif %}
            {% endfor %}
        {% endif %}
    {% endfor %}
    {% if problems %}
        {% do exceptions.raise_compiler_error(
            'raw input: ' ~ problems | join('; ') ~ '. Add it, or change '
            ~ ('raw_location.' if raw_mode() == 'files' else 'raw_schema.')
        ) %}
    {% endif %}
{% endmacro %}
