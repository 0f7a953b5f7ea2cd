{#- The priorities that a ticket may have, as a list of SQL literals; any other counts as
    normal. Returns SQL. -#}
{% macro known_priorities() -%}
'low', 'normal', 'high', 'urgent'
{%- endmacro %}
