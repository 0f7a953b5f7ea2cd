{{ config(enabled=connected_systems('tickets') | length > 0) }}

with

candidates as (
    select * from {{ ref('reasons__candidates') }}
),

final as (
    select
        connection_number,
        ticket_id,
        reason_tag
    from candidates
    where tag_rank = 1
)

select * from final
