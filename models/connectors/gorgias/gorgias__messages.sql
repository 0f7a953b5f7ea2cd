{{ config(enabled=is_connected('gorgias')) }}

-- Who said it. What a rule sends carries the name of an agent; a note is for the team.
-- A message that failed or was taken back was not received.
with

messages as (
    {{ rows_of_loaders('gorgias', 'messages') }}
),

staff as (
    select * from {{ ref('gorgias__staff') }}
),

final as (
    select
        messages.connection,
        messages.connection_number,
        messages.id_prefix,
        messages.vendor_table,
        messages.message_id,
        messages.ticket_id,
        messages.sender_id,
        case
            when
                messages.rule_id is not null
                or lower(messages.via) in ('rule', 'bot')
                or (messages.from_agent and staff.is_bot)
                then 'bot'
            when messages.from_agent then 'agent'
            else 'customer'
        end as actor_type,
        messages.is_public and lower(coalesce(messages.channel, '')) <> 'internal-note'
            as is_public,
        coalesce(messages.sent_at, messages.created_at) as occurred_at,
        messages.loaded_at,
        case
            when messages.failed_at is not null then 'it failed to be sent'
            when messages.deleted_at is not null then 'deleted in Gorgias'
        end as left_out_reason
    from messages
    left join staff
        on
            messages.connection_number = staff.connection_number
            and messages.sender_id = staff.user_id
)

select * from final
