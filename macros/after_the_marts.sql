{#- For data tests of what the models survive: makes the test wait for the marts, so that a
    failure is told and fails the run, but no mart is left unbuilt because of it. Without it
    `dbt build` skips everything below the seed. -#}
{% macro after_the_marts() -%}
    {%- do ref('kpi_interventions') -%}
{%- endmacro %}
