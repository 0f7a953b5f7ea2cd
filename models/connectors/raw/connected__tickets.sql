{{ config(enabled=connected_systems('tickets') | length > 0) }}

with

final as (
    {{ connected_rows(
        'tickets',
        replaced={'customer_id': 'links.customer_id', 'order_id': 'links.order_id'},
        joined='left join ' ~ ref('identity__tickets')
            ~ ' as links on delivered.ticket_id = links.ticket_id',
    ) }}
)

select * from final
