{#- CTEs that follow chains of links to their ends by pointer doubling: every round
    doubles the hops taken, so chains of up to 2^rounds links are followed to the end.

    links    a CTE with ticket_id (unique) and target_ticket_id
    prefix   of the CTEs' names; the last is <prefix>_ends with the same columns, its
             target_ticket_id the end of the chain, or a member of a cycle reached
    rounds   16 by default: chains of 65,536 links -#}
{% macro chain_ends(links, prefix, rounds=16) %}
    {{- return(adapter.dispatch('chain_ends')(links, prefix, rounds)) -}}
{% endmacro %}

{% macro default__chain_ends(links, prefix, rounds) %}
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

{#- This engine writes a CTE out wherever it is read: joined with itself, the links would be
    read 2^rounds times. Each round reads the one before it once instead: every link asks
    at its target, and answers at its ticket. -#}
{% macro spark__chain_ends(links, prefix, rounds) %}
    {%- for round in range(rounds) %}
        {%- set before = links if loop.first else prefix ~ '_hop_' ~ loop.index0 %}
{{ prefix }}_asked_{{ loop.index }} as (
    select
        ticket_id,
        target_ticket_id,
        is_asking,
        max(case when not is_asking then target_ticket_id end) over (
            partition by case when is_asking then target_ticket_id else ticket_id end
        ) as next_ticket_id
    from (
        select
            ticket_id,
            target_ticket_id,
            explode(array(true, false)) as is_asking
        from {{ before }}
    )
),

{{ prefix }}_{{ 'ends' if loop.last else 'hop_' ~ loop.index }} as (
    select
        ticket_id,
        coalesce(next_ticket_id, target_ticket_id) as target_ticket_id
    from {{ prefix }}_asked_{{ loop.index }}
    where is_asking
){{ "," if not loop.last }}
    {% endfor %}
{%- endmacro %}
