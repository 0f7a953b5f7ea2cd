{{ config(enabled=is_connected('gorgias')) }}

-- What agents did to orders from within a ticket: the surest sign of which order it is
-- about. Several of one ticket: what refunded first, then the latest.
with

events as (
    {{ rows_of_loaders('gorgias', 'events') }}
),

actions as (
    select
        connection_number,
        id_prefix,
        coalesce(action_ticket_id, ticket_id) as ticket_id,
        order_reference,
        lower(action_name) like '%refund%'
        and lower(coalesce(action_status, '')) not in ('error', 'failed')
            as is_refund,
        occurred_at,
        event_id
    from events
    where order_reference is not null
),

final as (
    select
        connection_number,
        id_prefix,
        ticket_id,
        {{ prefixed_id('ticket_id') }} as contract_ticket_id,
        order_reference,
        is_refund,
        occurred_at,
        row_number() over (
            partition by connection_number, ticket_id
            order by is_refund desc, occurred_at desc, event_id desc
        ) as action_rank
    from actions
    where ticket_id is not null
)

select * from final
