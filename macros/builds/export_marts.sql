{#- Has the engine write marts to a folder, each as Parquet files in a folder of its name, for
    publishing; beside them `_last_build`, the record of the build, and `_rows`, how many rows
    each mart has. Raises one line when the last build has not passed, or when another has
    begun meanwhile. Run by `dbt run-operation`.
    tables  their names
    folder  where to; it is there -#}
{% macro export_marts(tables, folder) %}
    {% do begin_session() %}
    {% do adapter.dispatch('export_marts')(tables, folder) %}
{% endmacro %}

{#- Publishing opens a warehouse of DuckDB itself. -#}
{% macro default__export_marts(tables, folder) %}
    {% do exceptions.raise_compiler_error(
        'Marts of ' ~ target.type ~ ' are not written to files: `make publish` opens them.'
    ) %}
{% endmacro %}

{% macro spark__export_marts(tables, folder) %}
    {% set record = 'select * from ' ~ layer_schema('builds') ~ '.last_build' %}
    {% set before = read_record(record) %}
    {% if before.state != 'passed' %}
        {% do exceptions.raise_compiler_error(
            'the last build of ' ~ layer_schema('marts') ~ ' is ' ~ before.state ~ ': '
            ~ before.detail ~ '; run `make build-spark`'
        ) %}
    {% endif %}
    {% set relations = {} %}
    {% for name in tables %}
        {% do relations.update({name: layer_schema('marts') ~ '.' ~ name}) %}
    {% endfor %}
    {% do export_relations(relations, folder) %}
    {% do write_directory(folder, '_last_build', record) %}
    {% if read_record(record).invocation_id != before.invocation_id %}
        {% do exceptions.raise_compiler_error(
            'a build of ' ~ layer_schema('marts') ~ ' has begun meanwhile: publish when it has'
            ~ ' ended'
        ) %}
    {% endif %}
{% endmacro %}

{#- Has Spark write relations to a folder, and beside them `_rows`: see export_marts.
    relations  their names with the schema, by the names of their folders
    folder     where to -#}
{% macro export_relations(relations, folder) %}
    {% set counts = [] %}
    {% for name, relation in relations.items() %}
        {% do write_directory(folder, name, 'select * from ' ~ relation) %}
        {% do counts.append("select '" ~ name ~ "' as name, count(*) as rows from " ~ relation) %}
    {% endfor %}
    {% do write_directory(folder, '_rows', counts | join(' union all ')) %}
{% endmacro %}

{#- The record of the last build, a dict; that of a build which is just writing it, when there
    is no row.
    record  SQL of its one row -#}
{% macro read_record(record) %}
    {% set found = run_query(record).rows %}
    {% if found | length != 1 %}
        {{ return({'invocation_id': none, 'state': 'running', 'detail': 'it has not ended'}) }}
    {% endif %}
    {{ return(found[0].dict()) }}
{% endmacro %}

{#- Writes rows to a folder of Parquet files.
    folder  where it is made
    name    what it is called
    rows    SQL of the rows -#}
{% macro write_directory(folder, name, rows) %}
    {% do run_query(
        "insert overwrite directory '" ~ dbt.escape_single_quotes(folder ~ '/' ~ name)
        ~ "' using parquet " ~ rows
    ) %}
{% endmacro %}
