{#- SQL that marks the warehouse as being changed: builds.last_build says `running` until
    end_build says how it went, so that a build that is killed is never published.
    on-run-start, after the raw input was checked. Commands that only read, `dbt test`
    among them, leave the record as it is. -#}
{% macro begin_build() -%}
    {%- if execute and flags.WHICH in changing_commands() -%}
        {%- do adapter.create_schema(api.Relation.create(
            database=target.database, schema=layer_schema('builds')
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
    create or replace table {{ api.Relation.create(
        database=target.database, schema=layer_schema('builds'), identifier='last_build'
    ) }} as
    select
        '{{ invocation_id }}' as invocation_id,
        '{{ state }}' as state,
        '{{ dbt.escape_single_quotes(detail) }}' as detail
{%- endmacro %}
