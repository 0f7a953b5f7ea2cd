{{ config(enabled=is_connected('gorgias')) }}

-- The last status that an event set, of each ticket that has one.
with

events as (
    select * from {{ ref('gorgias__events') }}
    where left_out_reason is null
),

ranked as (
    select
        connection_number,
        ticket_id,
        event_type,
        occurred_at,
        row_number() over (
            partition by connection_number, ticket_id
            order by occurred_at desc, length(event_id) desc, event_id desc
        ) as event_rank
    from events
),

final as (
    select
        connection_number,
        ticket_id,
        event_type,
        occurred_at
    from ranked
    where event_rank = 1
)

select * from final
