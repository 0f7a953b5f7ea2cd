{{ config(enabled=is_connected('gorgias')) }}

-- The tickets in which a person said something.
with

messages as (
    select * from {{ ref('gorgias__messages') }}
    where left_out_reason is null and actor_type <> 'bot'
),

final as (
    select distinct
        connection_number,
        ticket_id
    from messages
)

select * from final
