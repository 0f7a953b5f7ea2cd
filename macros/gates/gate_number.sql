{#- A number as text for a message: whole, or with one decimal; a share in per cent.
    value  SQL of a number
    unit   SQL of the unit; `share` is told in per cent -#}
{% macro gate_number(value, unit="'number'") -%}
    {%- set shown = 'round(case when ' ~ unit ~ " = 'share' then (" ~ value ~ ') * 100 else ' ~ value ~ ' end, 1)' -%}
    case
        when {{ shown }} = floor({{ shown }})
            then cast(cast({{ shown }} as bigint) as {{ dbt.type_string() }})
        else cast(cast({{ shown }} as decimal(38, 1)) as {{ dbt.type_string() }})
    end
{%- endmacro %}
