{#- CTEs that follow chains of links to their ends by pointer doubling: every round
    doubles the hops taken, so chains of up to 2^rounds links are followed to the end.

    links    a CTE with ticket_id (unique) and target_ticket_id
    prefix   of the CTEs' names; the last is <prefix>_ends with the same columns, its
             target_ticket_id the end of the chain, or a member of a cycle reached
    rounds   16 by default: chains of 65,536 links -#}
{% macro chain_ends(links, prefix, rounds=16) %}
    {%- for round in range(rounds) %}
        {%- set before = links if loop.first else prefix ~ '_hop_' ~ loop.index0 %}
{{ prefix }}_{{ 'ends' if loop.last else 'hop_' ~ loop.index }} as (
    select
        here.ticket_id,
        coalesce(there.target_ticket_id, here.target_ticket_id) as target_ticket_id
    from {{ before }} as here
    left join {{ before }} as there
        on here.target_ticket_id = there.ticket_id
){{ "," if not loop.last }}
    {% endfor %}
{%- endmacro %}
