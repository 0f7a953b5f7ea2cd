{#- Schemas are named after their layer (raw, reference, staging, intermediate,
    marts), not prefixed with the target's: BI tools connect to `marts`. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ target.schema if custom_schema_name is none else custom_schema_name | trim }}
{%- endmacro %}
