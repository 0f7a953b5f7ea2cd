{{ config(enabled=is_connected('zendesk', 'airbyte')) }}

-- An audit is used when one of its events set a status; many hold a comment alone.
with

ticket_audits as (
    {{ vendor_rows('zendesk', 'airbyte', 'ticket_audits') }}
),

counted as (
    select
        connection,
        vendor_table,
        {{ json_text('via', 'source.rel') }} = 'merge' as is_merge,
        events like '%"assignee_id"%' as has_assignee,
        case
            when events like '%"status"%'
                then {{ json_count('events', 'field_name', 'status') }}
            else 0
        end as status_events,
        case
            when events like '%"deleted"%'
                then {{ json_count('events', 'value', 'deleted') }}
            else 0
        end as deletions
    from ticket_audits
),

told as (
    select
        connection,
        vendor_table,
        case
            when status_events > deletions then 'used'
            when deletions > 0 then 'left_out'
            when is_merge or has_assignee then 'looked_up'
            else 'left_out'
        end as outcome,
        case
            when status_events > deletions then 'sets a status'
            when deletions > 0 then 'the deletion of its ticket'
            when is_merge then 'names what was merged'
            when has_assignee then 'who was ever assigned to a ticket'
            else 'changes nothing that is read'
        end as reason
    from counted
),

final as (
    select
        connection,
        vendor_table,
        outcome,
        reason,
        count(*) as row_count
    from told
    group by connection, vendor_table, outcome, reason
)

select * from final
