{{ config(materialized='table') }}

with

changes as (
    select * from {{ ref('int_ticket_state_changes') }}
),

counted as (
    select
        ticket_id,
        min(changed_at) filter (where is_resolved) as first_resolved_at,
        max(changed_at) filter (where is_resolved) as last_resolved_at,
        count(*) filter (where is_resolved) as resolution_count,
        count(*) filter (where not is_resolved) as reopen_count,
        bool_or(is_before_creation) as is_resolved_before_creation
    from changes
    group by ticket_id
),

final as (
    select
        ticket_id,
        first_resolved_at,
        case when resolution_count > reopen_count then last_resolved_at end
            as resolved_at,
        reopen_count,
        is_resolved_before_creation
    from counted
)

select * from final
