-- When each ticket was created, answered and resolved: what the clocks run between. One
-- that was answered, or over, before it was created has no clock of that.
with

tickets as (
    select
        ticket_id,
        channel,
        commercial_impact,
        created_at
    from {{ ref('int_ticket_reasons') }}
),

replies as (
    select * from {{ ref('int_ticket_replies') }}
),

resolutions as (
    select * from {{ ref('int_ticket_resolutions') }}
),

final as (
    select
        tickets.ticket_id,
        tickets.channel,
        tickets.commercial_impact,
        tickets.created_at,
        replies.first_human_reply_at,
        replies.first_auto_reply_at,
        coalesce(replies.agent_reply_count, 0) as agent_reply_count,
        replies.first_human_reply_at is null
        and coalesce(replies.has_early_reply, false) as is_answered_before_creation,
        resolutions.first_resolved_at,
        resolutions.resolved_at,
        coalesce(resolutions.reopen_count, 0) as reopen_count,
        coalesce(resolutions.is_resolved_before_creation, false)
            as is_resolved_before_creation
    from tickets
    left join replies
        on tickets.ticket_id = replies.ticket_id
    left join resolutions
        on tickets.ticket_id = resolutions.ticket_id
)

select * from final
