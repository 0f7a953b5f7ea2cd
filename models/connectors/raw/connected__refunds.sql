{{ config(enabled=connected_systems('refunds') | length > 0) }}
{% set joined = 'where delivered.left_out_reason is null' %}
{% set replaced = {} %}
{% if is_connected('gorgias') %}
    {% set replaced = {'ticket_id': 'links.ticket_id'} %}
    {% set joined = 'left join ' ~ ref('identity__refund_tickets') ~ ' as links'
        ~ ' on delivered.connection = links.connection'
        ~ ' and delivered.vendor_refund_id = links.vendor_refund_id ' ~ joined %}
{% endif %}
with

final as (
    {{ connected_rows('refunds', replaced=replaced, joined=joined) }}
)

select * from final
