{#- Whether a contact is a high-priority case: an impact that costs money, and a priority
    of high or urgent. Over the columns commercial_impact and priority. -#}
{% macro is_high_priority() -%}
    (commercial_impact <> 'low_impact' and priority in ('high', 'urgent'))
{%- endmacro %}
