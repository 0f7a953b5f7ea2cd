{{ config(enabled=is_connected('gorgias')) }}

-- Where each merged ticket went, as far as Gorgias says it: an event, or the ticket
-- itself.
with

events as (
    {{ rows_of_loaders('gorgias', 'events') }}
),

tickets as (
    {{ rows_of_loaders('gorgias', 'tickets') }}
),

named as (
    select
        connection_number,
        ticket_id,
        target_ticket_id,
        occurred_at as merged_at
    from events
    where event_type = 'ticket-merged'
    union all
    select
        connection_number,
        ticket_id,
        target_ticket_id,
        loaded_at as merged_at
    from tickets
    where target_ticket_id is not null
),

ranked as (
    select
        *,
        row_number() over (
            partition by connection_number, ticket_id
            order by
                (target_ticket_id is null),
                merged_at desc nulls last,
                target_ticket_id
        ) as target_rank
    from named
    where target_ticket_id is null or target_ticket_id <> ticket_id
),

final as (
    select
        connection_number,
        ticket_id,
        target_ticket_id
    from ranked
    where target_rank = 1 and ticket_id is not null
)

select * from final
