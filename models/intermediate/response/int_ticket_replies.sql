{{ config(materialized='table') }}

with

replies as (
    select * from {{ ref('int_public_replies') }}
),

tickets as (
    select
        ticket_id,
        created_at
    from {{ ref('int_counted_tickets') }}
),

placed as (
    select
        tickets.ticket_id,
        replies.is_own,
        replies.actor_type = 'agent' as is_human,
        replies.occurred_at,
        replies.occurred_at >= tickets.created_at as is_since_creation
    from replies
    inner join tickets
        on replies.ticket_id = tickets.ticket_id
),

final as (
    select
        ticket_id,
        min(occurred_at) filter (where is_human and is_since_creation)
            as first_human_reply_at,
        min(occurred_at) filter (where not is_human and is_since_creation)
            as first_auto_reply_at,
        count(*) filter (where is_human and is_since_creation) as agent_reply_count,
        bool_or(is_human and is_own and not is_since_creation) as has_early_reply
    from placed
    group by ticket_id
)

select * from final
