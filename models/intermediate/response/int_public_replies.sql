-- A reply counts for the ticket at the end of the merge chain. A bot's account makes a
-- bot's message, whatever actor type the helpdesk wrote.
with

messages as (
    select * from {{ ref('int_ticket_events_as_of') }}
    where event_type = 'message' and is_public
),

bots as (
    select agent_id from {{ ref('stg_helpdesk__agents') }}
    where is_bot
),

merged_tickets as (
    select * from {{ ref('int_merged_tickets') }}
),

final as (
    select
        messages.event_id,
        coalesce(merged_tickets.counts_for_ticket_id, messages.ticket_id) as ticket_id,
        merged_tickets.ticket_id is null as is_own,
        case when bots.agent_id is not null then 'bot' else messages.actor_type end
            as actor_type,
        messages.occurred_at
    from messages
    left join bots
        on messages.actor_id = bots.agent_id
    left join merged_tickets
        on messages.ticket_id = merged_tickets.ticket_id
    where
        (bots.agent_id is not null or messages.actor_type in ('agent', 'bot'))
        and (
            merged_tickets.ticket_id is null
            or merged_tickets.counts_for_ticket_id is not null
        )
)

select * from final
