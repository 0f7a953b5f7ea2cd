{#- By what people are known in a helpdesk and in a shop. -#}

{#- An e-mail address as it is compared: trimmed, in lower case, null when it is none. -#}
{% macro email_key(email) -%}
    case when {{ email }} like '%@%' then {{ lower_case(strip(email)) }} end
{%- endmacro %}


{#- A phone number as it is compared: its digits, null when there are too few of them for
    the number of a person. -#}
{% macro phone_key(phone) -%}
    {%- set digits = digits_only(phone) -%}
    case when length({{ digits }}) >= 8 then {{ digits }} end
{%- endmacro %}


{#- The digits of a text. -#}
{% macro digits_only(text) %}
    {{- return(adapter.dispatch('digits_only')(text)) -}}
{% endmacro %}

{% macro default__digits_only(text) -%}
    regexp_replace({{ text }}, '[^0-9]', '', 'g')
{%- endmacro %}

{% macro spark__digits_only(text) -%}
    regexp_replace({{ text }}, '[^0-9]', '')
{%- endmacro %}


{#- A reference to an order as it is compared: without `#` and spaces, in lower case; null
    when nothing is left. -#}
{% macro order_key(reference) -%}
    nullif({{ lower_case("replace(replace(" ~ strip(reference) ~ ", '#', ''), ' ', '')") }}, '')
{%- endmacro %}


{#- Whether there are both a helpdesk and a shop whose people and orders can be the same. -#}
{% macro is_identified() %}
    {% do return(connected_systems('tickets') | length > 0 and is_connected('shopify')) %}
{% endmacro %}
