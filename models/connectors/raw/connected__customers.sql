{{ config(enabled=connected_systems('customers') | length > 0) }}

with

final as (
    {{ connected_rows('customers', joined='where delivered.left_out_reason is null') }}
)

select * from final
