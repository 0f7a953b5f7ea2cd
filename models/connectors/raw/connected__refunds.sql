{{ config(enabled=connected_systems('refunds') | length > 0) }}

with

final as (
    {{ connected_rows('refunds', joined='where delivered.left_out_reason is null') }}
)

select * from final
