{#- Met, breached or open; null where nothing is due. Instants are compared, not minutes:
    a reply in closed hours just before the due time is in time.

    done_at, due_at, as_of  SQL of timestamps -#}
{% macro sla_status(done_at, due_at, as_of) -%}
    case
        when {{ due_at }} is null then null
        when {{ done_at }} <= {{ due_at }} then 'met'
        when {{ done_at }} > {{ due_at }} or {{ due_at }} < {{ as_of }} then 'breached'
        else 'open'
    end
{%- endmacro %}
