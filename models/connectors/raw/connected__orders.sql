{{ config(enabled=connected_systems('orders') | length > 0) }}

with

final as (
    {{ connected_rows(
        'orders',
        replaced={
            'customer_id': 'coalesce(accounts.customer_id, delivered.customer_id)'
        },
        joined='left join ' ~ ref('identity__accounts') ~ ' as accounts'
            ~ ' on delivered.connection = accounts.connection'
            ~ ' and delivered.vendor_customer_id = accounts.vendor_customer_id'
            ~ ' where delivered.left_out_reason is null',
    ) }}
)

select * from final
