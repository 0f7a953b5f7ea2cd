{{ config(enabled=is_connected('gorgias'), materialized='table') }}

-- A closed ticket of which no event is known was resolved when it was closed: that is
-- what is left of its history.
with

messages as (
    select * from {{ ref('gorgias__messages') }}
    where left_out_reason is null
),

events as (
    select * from {{ ref('gorgias__events') }}
    where left_out_reason is null
),

closed as (
    select * from {{ ref('gorgias__ticket_states') }}
    where not has_history and not is_snoozed and closed_at is not null
),

final as (
    select
        connection,
        vendor_table,
        id_prefix || 'message-' || message_id as event_id,
        {{ prefixed_id('ticket_id') }} as ticket_id,
        'message' as event_type,
        actor_type,
        {{ prefixed_id('sender_id') }} as actor_id,
        is_public,
        cast(null as {{ dbt.type_string() }}) as status,
        occurred_at,
        loaded_at
    from messages
    union all
    select
        connection,
        vendor_table,
        id_prefix || 'event-' || event_id as event_id,
        {{ prefixed_id('ticket_id') }} as ticket_id,
        'status' as event_type,
        actor_type,
        {{ prefixed_id('user_id') }} as actor_id,
        cast(null as boolean) as is_public,
        status,
        occurred_at,
        loaded_at
    from events
    union all
    select
        connection,
        vendor_table,
        id_prefix || 'closed-' || ticket_id as event_id,
        {{ prefixed_id('ticket_id') }} as ticket_id,
        'status' as event_type,
        'bot' as actor_type,
        cast(null as {{ dbt.type_string() }}) as actor_id,
        cast(null as boolean) as is_public,
        'solved' as status,
        closed_at as occurred_at,
        loaded_at
    from closed
)

select * from final
