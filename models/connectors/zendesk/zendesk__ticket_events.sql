{{ config(enabled=is_connected('zendesk'), materialized='table') }}

with

comments as (
    select * from {{ ref('zendesk__comments') }}
),

status_changes as (
    select * from {{ ref('zendesk__status_changes') }}
),

final as (
    select
        connection,
        vendor_table,
        id_prefix || 'comment-' || comment_id as event_id,
        {{ prefixed_id('ticket_id') }} as ticket_id,
        'message' as event_type,
        actor_type,
        {{ prefixed_id('author_id') }} as actor_id,
        is_public,
        cast(null as {{ dbt.type_string() }}) as status,
        created_at as occurred_at,
        loaded_at
    from comments
    where left_out_reason is null
    union all
    select
        connection,
        vendor_table,
        id_prefix || 'status-' || change_id as event_id,
        {{ prefixed_id('ticket_id') }} as ticket_id,
        'status' as event_type,
        actor_type,
        {{ prefixed_id('author_id') }} as actor_id,
        cast(null as boolean) as is_public,
        status,
        changed_at as occurred_at,
        loaded_at
    from status_changes
    where left_out_reason is null
)

select * from final
