{#- Of each key's valid versions the one that counts: latest loaded_at (nulls last), then
    the contract's changed_at, then the other columns in their order, so that the same
    rows always give the same answer.

    table    a name in raw_contract()
    judged   the relation of its judged rows
    nulled   columns whose kept bad numbers read as null
    returns  a select of the contract's columns -#}
{% macro latest_versions(table, judged) %}
    {% set contract = raw_contract()[table] %}
    {% set order = ['loaded_at', contract.get('changed_at', 'loaded_at')] %}
    {% for column in contract['columns'] if column not in contract['key'] + order %}
        {% do order.append(column) %}
    {% endfor %}
with

valid_versions as (
    select * from {{ judged }}
    where is_valid
),

ranked as (
    select
        *,
        row_number() over (
            partition by {{ contract['key'] | join(', ') }}
            order by
            {%- for column in order | unique %}
                {{ column }} desc nulls last{{ "," if not loop.last }}
            {%- endfor %}
        ) as version_rank
    from valid_versions
),

latest as (
    select
    {%- for column, rule in contract['columns'].items() %}
        {% if rule['kind'] == 'flag' and rule.get('nullable') -%}
        coalesce({{ column }}, false) as {{ column }}
        {%- elif rule['kind'] == 'number' and rule.get('is_kept') -%}
        case when {{ column }} >= {{ rule['minimum'] }} then {{ column }} end as {{ column }}
        {%- else -%}
        {{ column }}
        {%- endif %}{{ "," if not loop.last }}
    {%- endfor %}
    from ranked
    where version_rank = 1
)

select * from latest
{% endmacro %}
