{#- The number of the hour of open time that a reading of a schedule's clock falls into:
    1 for the first hour, its end included: bigint. -#}
{% macro open_hour(microseconds) -%}
    cast(ceil(cast({{ microseconds }} as double) / 3600000000) as bigint)
{%- endmacro %}
