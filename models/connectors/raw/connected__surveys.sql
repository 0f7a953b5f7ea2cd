{{ config(enabled=connected_systems('surveys') | length > 0) }}

with

final as (
    {{ connected_rows(
        'surveys',
        replaced={'customer_id': 'links.customer_id'},
        joined='left join ' ~ ref('identity__tickets')
            ~ ' as links on delivered.ticket_id = links.ticket_id'
            ~ ' where delivered.left_out_reason is null',
    ) }}
)

select * from final
