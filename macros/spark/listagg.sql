{#- Texts of a group as one, in order: dbt-spark's own leaves the order out.
    measure, delimiter_text  SQL of texts
    order_by_clause          `order by ...`; none for any order
    limit_num                not supported here: nothing in the project cuts such a text -#}
{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    listagg({{ measure }}, {{ delimiter_text }})
    {%- if order_by_clause %} within group ({{ order_by_clause }}){% endif %}
{%- endmacro %}
