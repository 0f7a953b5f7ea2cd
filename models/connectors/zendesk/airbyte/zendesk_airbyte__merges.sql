{{ config(enabled=is_connected('zendesk', 'airbyte')) }}

-- A merge is an audit of both tickets: that of the merged one names where it went, that
-- of the other one what came. Either may be missing.
with

ticket_audits as (
    {{ vendor_rows('zendesk', 'airbyte', 'ticket_audits') }}
),

merging as (
    select
        connection_number,
        ticket_id,
        {{ json_id('via', 'source.to.ticket_id') }} as to_ticket_id,
        {{ json_id('via', 'source.from.ticket_id') }} as from_ticket_id,
        {{ json_text('via', 'source.from.ticket_ids') }} as from_ticket_ids,
        created_at
    from ticket_audits
    where {{ json_text('via', 'source.rel') }} = 'merge'
),

listed as (
    select
        connection_number,
        ticket_id,
        {{ json_items('from_ticket_ids') }} as from_ticket_id,
        created_at
    from merging
),

named as (
    select
        connection_number,
        ticket_id,
        to_ticket_id as target_ticket_id,
        created_at as merged_at
    from merging
    union all
    select
        connection_number,
        from_ticket_id as ticket_id,
        ticket_id as target_ticket_id,
        created_at as merged_at
    from merging
    union all
    select
        connection_number,
        {{ json_id('from_ticket_id', '') }} as ticket_id,
        ticket_id as target_ticket_id,
        created_at as merged_at
    from listed
),

final as (
    select * from named
    where ticket_id <> target_ticket_id
)

select * from final
