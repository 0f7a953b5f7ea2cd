{{ config(enabled=connected_systems('refunds') | length > 0) }}

with

final as (
    {%- if is_connected('gorgias') %}
    {{ connected_rows(
        'refunds',
        replaced={'ticket_id': 'links.ticket_id'},
        joined='left join ' ~ ref('identity__refund_tickets') ~ ' as links'
            ~ ' on delivered.connection = links.connection'
            ~ ' and delivered.vendor_refund_id = links.vendor_refund_id'
            ~ ' where delivered.left_out_reason is null',
    ) }}
    {%- else %}
    {{ connected_rows('refunds', joined='where delivered.left_out_reason is null') }}
    {%- endif %}
)

select * from final
