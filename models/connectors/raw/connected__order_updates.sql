{{ config(enabled=connected_systems('order_updates') | length > 0) }}

with

final as (
    {{ connected_rows(
        'order_updates', joined='where delivered.left_out_reason is null'
    ) }}
)

select * from final
