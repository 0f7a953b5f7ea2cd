{#- Schemas are named after their layer (raw, reference, staging, intermediate, marts): see
    layer_schema. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if custom_schema_name is none -%}
        {{ target.schema }}
    {%- else -%}
        {{ layer_schema(custom_schema_name | trim) }}
    {%- endif -%}
{%- endmacro %}


{#- The schema of a layer. A warehouse of DuckDB is one person's file, and BI tools connect to
    `marts`: the layer's name, without the target's before it. -#}
{% macro layer_schema(layer) -%}
    {{ return(adapter.dispatch('layer_schema')(layer)) }}
{%- endmacro %}

{% macro default__layer_schema(layer) -%}
    {{ return(layer) }}
{%- endmacro %}

{#- A metastore is shared: the target's schema tells one person's tables from another's. -#}
{% macro spark__layer_schema(layer) -%}
    {{ return(target.schema ~ '_' ~ layer) }}
{%- endmacro %}
