{{ config(enabled=is_connected('gorgias')) }}

-- Of how many tickets Gorgias' tables leave out who asked, where they went, or how
-- they closed.
with

of_nobody as (
    select * from {{ ref('gorgias__last_tickets') }}
    where requester_id is null
),

merged as (
    select * from {{ ref('gorgias__merges') }}
    where target_ticket_id is null
),

states as (
    select * from {{ ref('gorgias__ticket_states') }}
),

settings as (
    {{ connection_settings('gorgias') }}
),

with_history as (
    select distinct connection_number from states
    where has_history
),

found as (
    select
        connection,
        'tickets' as raw_table,
        '{{ tickets_of_nobody() }}' as what
    from of_nobody
    union all
    select
        settings.connection,
        'tickets' as raw_table,
        'tickets that were merged without a word where to, and stay as they last were'
            as what
    from merged
    inner join settings
        on merged.connection_number = settings.connection_number
    union all
    select
        states.connection,
        'ticket_events' as raw_table,
        'closed tickets without a history, while others have one, by closed_datetime'
            as what
    from states
    inner join with_history
        on states.connection_number = with_history.connection_number
    where
        not states.has_history
        and not states.is_snoozed
        and states.closed_at is not null
),

final as (
    select
        connection,
        raw_table,
        what,
        count(*) as row_count
    from found
    group by connection, raw_table, what
)

select * from final
