{#- A status of Zendesk as the contract calls it. Custom statuses are stored by their
    category, so that there are no others.
    status  SQL of a status in lower case -#}
{% macro zendesk_status(status) -%}
    case when {{ status }} in ('hold', 'on-hold') then 'on_hold' else {{ status }} end
{%- endmacro %}
