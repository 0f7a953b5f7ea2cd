{#- SQL that marks the warehouse as being changed: builds.last_build says `running` until
    end_build says how it went, so that a build that is killed is never published.
    on-run-start, after the raw input was checked. Commands that only read, `dbt test`
    among them, leave the record as it is. -#}
{% macro begin_build() -%}
    {%- if execute and flags.WHICH in changing_commands() -%}
        {%- do adapter.create_schema(api.Relation.create(
            database=target.database | default(none), schema=layer_schema('builds')
        )) -%}
        {{ last_build('running', 'it has not ended, or was killed') }}
    {%- endif -%}
{%- endmacro %}

{#- The commands after which the marts may differ. -#}
{% macro changing_commands() -%}
    {{ return(['build', 'run', 'seed', 'clone', 'retry', 'run-operation']) }}
{%- endmacro %}

{#- SQL of builds.last_build: one row, the last command that changed this warehouse.
    state   running, passed, failed or incomplete
    detail  why it is not passed, for a person -#}
{% macro last_build(state, detail) -%}
    {%- set row -%}
    select
        '{{ invocation_id }}' as invocation_id,
        '{{ state }}' as state,
        '{{ dbt.escape_single_quotes(detail) }}' as detail
    {%- endset -%}
    {{- return(adapter.dispatch('written_anew')(api.Relation.create(
        database=target.database | default(none), schema=layer_schema('builds'),
        identifier='last_build'
    ), row)) -}}
{%- endmacro %}


{#- SQL that writes a table anew in one step.
    relation  the table
    rows      SQL of its rows -#}
{% macro default__written_anew(relation, rows) -%}
    create or replace table {{ relation }} as
    {{ rows }}
{%- endmacro %}

{#- A table of files cannot be replaced in one step, but its rows can. -#}
{% macro spark__written_anew(relation, rows) -%}
    {%- do run_query('create table if not exists ' ~ relation ~ ' using '
        ~ config.get('file_format', 'parquet') ~ ' as ' ~ rows) -%}
    insert overwrite {{ relation }}
    {{ rows }}
{%- endmacro %}
