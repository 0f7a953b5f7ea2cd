{{ config(enabled=is_connected('gorgias'), materialized='table') }}

-- The last version of each ticket: what its messages, events and people are read with.
with

tickets as (
    {{ rows_of_loaders('gorgias', 'tickets') }}
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
        vendor_table,
        ticket_id,
        requester_id,
        assignee_id,
        team,
        {{ lower_case(strip('status')) }} as vendor_status,
        created_at,
        updated_at,
        closed_at,
        snoozed_until,
        loaded_at
    from ranked
    where version_rank = 1
)

select * from final
