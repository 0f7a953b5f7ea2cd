{#- The versions that count, as the models downstream read them.

    table    a name in raw_contract()
    judged   the relation of its judged rows
    returns  a select of the contract's columns: an empty flag is false, a bad number
             that was kept is null -#}
{% macro latest_versions(table, judged) %}
with

final as (
    select
    {%- for column, rule in raw_contract()[table]['columns'].items() %}
        {% if rule['kind'] == 'flag' and rule.get('nullable') -%}
        coalesce({{ column }}, false) as {{ column }}
        {%- elif rule['kind'] == 'number' and rule.get('is_kept') -%}
        case
            when
                {{ column }} >= {{ rule['minimum'] }}
                {{- ' and ' ~ column ~ ' < ' ~ rule['below'] if 'below' in rule }}
                then {{ column }}
        end as {{ column }}
        {%- else -%}
        {{ column }}
        {%- endif %}{{ "," if not loop.last }}
    {%- endfor %}
    from {{ judged }}
    where is_latest
)

select * from final
{% endmacro %}
