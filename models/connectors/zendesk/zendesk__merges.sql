{{ config(enabled=is_connected('zendesk')) }}

-- Where each merged ticket went; of several targets the last one.
with

merged as (
    {{ rows_of_loaders('zendesk', 'merges') }}
),

ranked as (
    select
        connection_number,
        ticket_id,
        target_ticket_id,
        row_number() over (
            partition by connection_number, ticket_id
            order by merged_at desc nulls last, target_ticket_id
        ) as target_rank
    from merged
),

final as (
    select
        connection_number,
        ticket_id,
        target_ticket_id
    from ranked
    where target_rank = 1
)

select * from final
