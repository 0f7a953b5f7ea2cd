{#- A quotient as double; null where the denominator is 0 or null: nothing is not 0.
    numerator, denominator  SQL of numbers -#}
{% macro ratio(numerator, denominator) -%}
    cast({{ numerator }} as double) / nullif({{ denominator }}, 0)
{%- endmacro %}


{#- A share of an amount as decimal(38, 6). Below 10^8 a product of doubles is right to its
    sixth decimal (but for ties) and takes half the time.
    amount  SQL of a decimal; share  SQL of a double from 0 to 1 -#}
{% macro share_of_amount(amount, share) -%}
    case
        when {{ amount }} < 100000000
            then cast(cast({{ amount }} as double) * {{ share }} as decimal(38, 6))
        else cast({{ amount }} * cast({{ share }} as decimal(18, 9)) as decimal(38, 6))
    end
{%- endmacro %}


{#- A computed value as it is compared with a bound: 0.49 / 0.50 - 1 is a little less than
    -0.02 in binary fractions, and shall not be. Eleven decimals leave half a microsecond,
    counted in hours, in sight.
    value  SQL of a double -#}
{% macro comparable(value) -%}
    round({{ value }}, 11)
{%- endmacro %}


{#- The band of a value by its bounds in kpi_bands; null without a value. A value on a bound
    is on its good side.
    value, direction, healthy_bound, watch_bound  SQL -#}
{% macro kpi_band(
    value, direction='direction', healthy_bound='healthy_bound', watch_bound='watch_bound'
) -%}
    {%- set value = comparable(value) -%}
    case
        when {{ value }} is null then null
        when {{ direction }} = 'higher' and {{ value }} >= {{ healthy_bound }} then 'healthy'
        when {{ direction }} = 'lower' and {{ value }} <= {{ healthy_bound }} then 'healthy'
        when {{ direction }} = 'higher' and {{ value }} >= {{ watch_bound }} then 'watch'
        when {{ direction }} = 'lower' and {{ value }} <= {{ watch_bound }} then 'watch'
        else 'intervention'
    end
{%- endmacro %}
