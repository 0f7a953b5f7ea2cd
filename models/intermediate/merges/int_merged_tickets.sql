{{ config(materialized='table') }}

with

links as (
    select
        ticket_id,
        target_ticket_id
    from {{ ref('int_merge_links') }}
    where not is_target_missing and not is_in_cycle
),

live_tickets as (
    select ticket_id from {{ ref('int_tickets_as_of') }}
    where not is_deleted and not is_spam
),

{{ chain_ends('links', 'chain') }},

final as (
    select
        chain_ends.ticket_id,
        case
            when merged.ticket_id is not null then target.ticket_id
        end as counts_for_ticket_id
    from chain_ends
    left join live_tickets as merged
        on chain_ends.ticket_id = merged.ticket_id
    left join live_tickets as target
        on chain_ends.target_ticket_id = target.ticket_id
)

select * from final
