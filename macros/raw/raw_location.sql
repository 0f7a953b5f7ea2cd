{#- Which of the three ways in the vars raw_location, raw_schema and raw_database choose,
    and where a raw table is then looked for. -#}

{#- `sample`, `files`, `tables`, or `connections` where these alone deliver. Raises a compiler error when both raw_location and
    raw_schema are set, or raw_location has no {name}. -#}
{% macro raw_mode() %}
    {% if var('raw_location') is not none and var('raw_schema') is not none %}
        {% do exceptions.raise_compiler_error(
            'raw input: set raw_location (files) or raw_schema (tables), not both'
        ) %}
    {% elif var('raw_location') is not none and '{name}' not in var('raw_location') %}
        {% do exceptions.raise_compiler_error(
            'raw input: raw_location "' ~ without_secrets(var('raw_location'))
            ~ '" holds no {name}, the place of the table name, as in /data/{name}.parquet'
        ) %}
    {% endif %}
    {% set problem = adapter.dispatch('raw_database_problem')() %}
    {% if problem and var('raw_database') is not none %}
        {% do exceptions.raise_compiler_error('raw input: ' ~ problem) %}
    {% endif %}
    {% do return(
        'files' if var('raw_location') is not none
        else 'tables' if var('raw_schema') is not none
        else 'connections' if var('connections')
        else 'sample'
    ) %}
{% endmacro %}


{#- Why the var raw_database cannot be used: words, none when it can. -#}
{% macro default__raw_database_problem() %}
    {% do return(none) %}
{% endmacro %}

{% macro spark__raw_database_problem() %}
    {% do return(
        'on Apache Spark raw_database says nothing. Leave it empty, and write a catalog'
        ~ ' before the schema: raw_schema: lake.shop'
    ) %}
{% endmacro %}


{#- The source a raw table belongs to: the middle of base_<domain>__<table>. -#}
{% macro raw_domain(table) %}
    {% do return(raw_contract()[table]['domain']) %}
{% endmacro %}


{#- Where a raw table is looked for, in words: what the user typed. -#}
{% macro raw_place(table) %}
    {% set places = [] %}
    {% for system in connected_systems(table) %}
        {% for connection in connections(system) %}
            {% do places.append('connection ' ~ connection.name) %}
        {% endfor %}
    {% endfor %}
    {% if raw_mode() == 'sample' %}
        {% do places.append('seeds/raw/' ~ table ~ '.csv') %}
    {% elif raw_mode() == 'tables' %}
        {% do places.append(source('raw', table) | replace('"', '')) %}
    {% elif raw_mode() == 'files' %}
        {% do places.append(
            without_secrets(var('raw_location') | replace('{name}', table))
        ) %}
    {% elif not places %}
        {% do places.append('no connection') %}
    {% endif %}
    {% do return(places | join(', ')) %}
{% endmacro %}


{#- A location that can be shown: without the user and password, the query (where keys and
    signatures stand) and the fragment of a web address. -#}
{% macro without_secrets(location) %}
    {% if '://' not in location %}
        {% do return(location) %}
    {% endif %}
    {% do return(
        modules.re.sub('://[^/]*@', '://', modules.re.sub('[?#].*$', '', location))
    ) %}
{% endmacro %}


{#- The files of a raw table, sorted: a list of paths, none when there is no such file. -#}
{% macro raw_files(table) %}
    {% do return(pattern_files(var('raw_location'), '{name}', table)) %}
{% endmacro %}


{#- The files of one table that a location of the user's names, sorted. A web address cannot
    be listed and is taken as it is. A relative pattern is taken from where the user stands
    (PWD: dbt itself changes into the project's directory), else from the project.
    location     a pattern
    placeholder  what stands in it for the name of a table
    name         of the table -#}
{% macro pattern_files(location, placeholder, name) %}
    {% if location.startswith('http') %}
        {% do return([location | replace(placeholder, name)]) %}
    {% endif %}
    {% set is_absolute = location.startswith('/') or '://' in location or location[1:2] == ':' %}
    {% set found = [] if is_absolute
        else listed_files(env_var('PWD', '.') ~ '/' ~ location, placeholder, name) %}
    {% do return(found or listed_files(location, placeholder, name)) %}
{% endmacro %}


{#- The files that a pattern names for a table, sorted; arguments as of pattern_files(). -#}
{% macro listed_files(location, placeholder, name) %}
    {{- return(adapter.dispatch('listed_files')(location, placeholder, name)) -}}
{% endmacro %}

{% macro default__listed_files(location, placeholder, name) %}
    {% set pattern = location | replace(placeholder, name) %}
    {% set listed = run_query('select file from glob(' ~ text_literal(pattern) ~ ') order by file') %}
    {% do return(listed.columns[0].values() | list) %}
{% endmacro %}

{#- What the location names for any table is listed once for all of them: a listing costs a
    job of the engine, and one that finds nothing an error. -#}
{% macro spark__listed_files(location, placeholder, name) %}
    {% set is_absolute = location.startswith('/') or '://' in location %}
    {% set files = files_of_any_name(location | replace(placeholder, '*')) if is_absolute else [] %}
    {% set named = path_expression(location | replace(placeholder, name)) %}
    {% set found = [] %}
    {% for file in files if modules.re.match(named, without_host(file)) %}
        {% do found.append(file) %}
    {% endfor %}
    {% do return(found) %}
{% endmacro %}


{#- The format of a file by its name, compressed or not: `csv`, `parquet`, `json`, or none
    when the name says neither. A web address may have a query. -#}
{% macro file_format(file) %}
    {% set name = modules.re.sub('[?#].*$', '', file) if '://' in file else file %}
    {% set suffix = modules.re.search('[.](csv|tsv|parquet|parq|pq|jsonl|ndjson|json)([.](gz|zst))?$', name | lower) %}
    {% do return(
        none if suffix is none
        else 'csv' if suffix.group(1) in ['csv', 'tsv']
        else 'json' if suffix.group(1) in ['jsonl', 'ndjson', 'json'] else 'parquet'
    ) %}
{% endmacro %}


{#- SQL of a text. -#}
{% macro text_literal(text) %}
    {{- return(adapter.dispatch('text_literal')(text)) -}}
{% endmacro %}

{% macro default__text_literal(text) -%}
    '{{ dbt.escape_single_quotes(text) }}'
{%- endmacro %}

{#- A backslash begins an escape there, and `${` the name of a setting. -#}
{% macro spark__text_literal(text) -%}
    '{{ text | replace('\\', '\\\\') | replace("'", "\\'") | replace('${', '\\u0024{') }}'
{%- endmacro %}
