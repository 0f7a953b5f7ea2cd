{{ config(enabled=is_connected('zendesk'), materialized='table') }}

-- The last version of each ticket: what its comments, changes and people are read with.
with

tickets as (
    {{ rows_of_loaders('zendesk', 'tickets') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by connection_number, ticket_id
            order by loaded_at desc nulls last, updated_at desc nulls last
        ) as version_rank
    from tickets
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        ticket_id,
        requester_id,
        submitter_id,
        assignee_id,
        group_id,
        {{ lower_case(strip('via_channel')) }} as via_channel,
        created_at,
        coalesce(is_deleted, false) or lower(status) = 'deleted' as is_deleted
    from ranked
    where version_rank = 1
)

select * from final
