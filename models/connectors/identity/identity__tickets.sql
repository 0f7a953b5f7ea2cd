{{ config(enabled=connected_systems('tickets') | length > 0) }}

-- Whose ticket it is, and which order it is about.
with

tickets as (
    {%- for system in connected_systems('tickets') %}
    select
        connection,
        ticket_id,
        requester_id
    from {{ ref(system ~ '__tickets') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        ticket_id,
        min(connection || ':' || requester_id) as customer_id,
        cast(null as {{ dbt.type_string() }}) as order_id
    from tickets
    group by ticket_id
)

select * from final
