{{ config(enabled=connected_systems('order_lines') | length > 0) }}

with

final as (
    {{ connected_rows(
        'order_lines', joined='where delivered.left_out_reason is null'
    ) }}
)

select * from final
