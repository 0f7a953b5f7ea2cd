{{ config(enabled=is_connected('zendesk')) }}

-- What became of each comment: counted where it is an event, not where it is made one,
-- which would have to be done again.
with

events as (
    select * from {{ ref('zendesk__ticket_events') }}
    where event_type = 'message'
),

comments as (
    select * from {{ ref('zendesk__comments') }}
    where left_out_reason is not null
),

final as (
    select
        connection,
        vendor_table,
        'used' as outcome,
        cast(null as {{ dbt.type_string() }}) as reason,
        'ticket_events' as raw_table,
        count(*) as row_count,
        count(*) as raw_row_count
    from events
    group by connection, vendor_table
    union all
    select
        connection,
        vendor_table,
        'left_out' as outcome,
        left_out_reason as reason,
        cast(null as {{ dbt.type_string() }}) as raw_table,
        count(*) as row_count,
        0 as raw_row_count
    from comments
    group by connection, vendor_table, left_out_reason
)

select * from final
