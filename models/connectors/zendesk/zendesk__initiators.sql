{{ config(enabled=is_connected('zendesk')) }}

-- Who began the conversation. A ticket that an agent typed in for a caller is the
-- caller's; one whose first words are the agent's to somebody else is the agent's.
with

last_tickets as (
    select * from {{ ref('zendesk__last_tickets') }}
),

comments as (
    select * from {{ ref('zendesk__comments') }}
    where left_out_reason is null
),

staff as (
    select * from {{ ref('zendesk__staff') }}
    where is_staff
),

channels as (
    select * from {{ ref('channel_map') }}
    where {{ adapter.quote('system') }} = 'zendesk'
),

-- only these need a look at their comments
by_others as (
    select
        last_tickets.connection_number,
        last_tickets.ticket_id,
        last_tickets.submitter_id
    from last_tickets
    inner join staff
        on
            last_tickets.connection_number = staff.connection_number
            and last_tickets.submitter_id = staff.user_id
    left join channels
        on last_tickets.via_channel = channels.vendor_channel
    where
        last_tickets.submitter_id <> last_tickets.requester_id
        and coalesce(channels.channel, last_tickets.via_channel, '') <> 'phone'
),

ranked as (
    select
        by_others.connection_number,
        by_others.ticket_id,
        coalesce(comments.is_public, false)
        and comments.author_id = by_others.submitter_id as is_submitters,
        row_number() over (
            partition by by_others.connection_number, by_others.ticket_id
            order by
                comments.created_at,
                length(comments.comment_id),
                comments.comment_id,
                comments.loaded_at desc nulls last
        ) as comment_rank
    from by_others
    inner join comments
        on
            by_others.connection_number = comments.connection_number
            and by_others.ticket_id = comments.ticket_id
),

by_agents as (
    select
        connection_number,
        ticket_id
    from ranked
    where comment_rank = 1 and is_submitters
),

final as (
    select
        last_tickets.connection_number,
        last_tickets.ticket_id,
        case
            when last_tickets.via_channel in ('rule', 'system', 'sample_ticket')
                then 'system'
            when staff.user_id is not null or by_agents.ticket_id is not null
                then 'agent'
            else 'customer'
        end as initiated_by
    from last_tickets
    left join staff
        on
            last_tickets.connection_number = staff.connection_number
            and last_tickets.requester_id = staff.user_id
    left join by_agents
        on
            last_tickets.connection_number = by_agents.connection_number
            and last_tickets.ticket_id = by_agents.ticket_id
)

select * from final
