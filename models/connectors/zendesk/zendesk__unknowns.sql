{{ config(enabled=is_connected('zendesk')) }}

-- Of how many tickets Zendesk's tables leave out who asked, where they went, or how
-- they began: merges without an audit, and histories that an archive cut off.
with

last_tickets as (
    select * from {{ ref('zendesk__last_tickets') }}
),

ticket_tags as (
    select * from {{ ref('zendesk__ticket_tags') }}
    where reason_tag = 'closed_by_merge'
),

merged as (
    select * from {{ ref('zendesk__merges') }}
),

field_changes as (
    {{ rows_of_loaders('zendesk', 'field_changes') }}
),

histories as (
    select
        connection_number,
        ticket_id,
        min(changed_at) as first_changed_at
    from field_changes
    where field_name = 'status'
    group by connection_number, ticket_id
),

judged as (
    select
        last_tickets.connection,
        last_tickets.requester_id is null as is_of_nobody,
        ticket_tags.ticket_id is not null and merged.ticket_id is null as is_lost_merge,
        histories.ticket_id is not null as has_history,
        coalesce(
            histories.first_changed_at
            > {{ add_time('last_tickets.created_at', days=1) }},
            false
        ) as begins_late
    from last_tickets
    left join ticket_tags
        on
            last_tickets.connection_number = ticket_tags.connection_number
            and last_tickets.ticket_id = ticket_tags.ticket_id
    left join merged
        on
            last_tickets.connection_number = merged.connection_number
            and last_tickets.ticket_id = merged.ticket_id
    left join histories
        on
            last_tickets.connection_number = histories.connection_number
            and last_tickets.ticket_id = histories.ticket_id
),

counted as (
    select
        connection,
        count(*) filter (where is_of_nobody) as of_nobody,
        count(*) filter (where is_lost_merge) as lost_merges,
        count(*) filter (where begins_late) as late_histories,
        case when bool_or(has_history) then count(*) filter (where not has_history) end
            as missing_histories
    from judged
    group by connection
),

final as (
    select
        connection,
        'tickets' as raw_table,
        '{{ tickets_of_nobody() }}' as what,
        of_nobody as row_count
    from counted
    where of_nobody > 0
    union all
    select
        connection,
        'tickets' as raw_table,
        'tickets that were merged without a word where to, and count as contacts'
            as what,
        lost_merges as row_count
    from counted
    where lost_merges > 0
    union all
    select
        connection,
        'ticket_events' as raw_table,
        'tickets with a history that begins more than a day after them' as what,
        late_histories as row_count
    from counted
    where late_histories > 0
    union all
    select
        connection,
        'ticket_events' as raw_table,
        'tickets without a history, while others have one' as what,
        missing_histories as row_count
    from counted
    where missing_histories > 0
)

select * from final
