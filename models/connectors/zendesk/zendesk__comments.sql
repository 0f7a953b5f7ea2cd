{{ config(enabled=is_connected('zendesk')) }}

-- Who said it. An automation is no agent, and who asked is a customer also when the
-- account belongs to staff.
with

comments as (
    {{ rows_of_loaders('zendesk', 'comments') }}
),

last_tickets as (
    select * from {{ ref('zendesk__last_tickets') }}
),

staff as (
    select * from {{ ref('zendesk__staff') }}
),

final as (
    select
        comments.connection,
        comments.connection_number,
        comments.id_prefix,
        comments.vendor_table,
        comments.comment_id,
        comments.ticket_id,
        comments.author_id,
        case
            when
                comments.author_id is null
                or comments.author_id = '-1'
                or lower(comments.via_channel) in ('rule', 'system')
                or staff.is_bot
                then 'bot'
            when comments.author_id = last_tickets.requester_id then 'customer'
            when staff.is_staff then 'agent'
            else 'customer'
        end as actor_type,
        comments.is_public,
        comments.created_at,
        comments.loaded_at,
        case when comments.is_deleted then 'deleted in Zendesk' end as left_out_reason
    from comments
    left join last_tickets
        on
            comments.connection_number = last_tickets.connection_number
            and comments.ticket_id = last_tickets.ticket_id
    left join staff
        on
            comments.connection_number = staff.connection_number
            and comments.author_id = staff.user_id
)

select * from final
