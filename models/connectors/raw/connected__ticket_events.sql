{{ config(enabled=connected_systems('ticket_events') | length > 0) }}

with

final as (
    {{ connected_rows('ticket_events') }}
)

select * from final
