-- What was delivered where a list was expected and is not in it. Most rows are known:
-- they are dropped before anything is joined. A blank is no unknown value.
with

tickets as (
    select
        ticket_id,
        channel,
        priority
    from {{ ref('int_tickets_as_of') }}
),

counted_tickets as (
    select
        ticket_id,
        is_contact,
        created_at
    from {{ ref('int_counted_tickets') }}
),

refunds as (
    select
        refunds.refund_id,
        refunds.requested_at,
        refunds.reason
    from {{ ref('int_refunds_as_of') }} as refunds
    inner join {{ ref('fct_refunds') }} as facts
        on refunds.refund_id = facts.refund_id
    where not facts.is_test_order
),

known_channels as (
    select channel from {{ ref('channel_costs') }}
),

known_reasons as (
    select distinct {{ lower_case(strip('refund_reason')) }} as refund_reason
    from {{ ref('refund_reason_map') }}
),

unknown_tickets as (
    select
        'channel' as list_name,
        tickets.ticket_id,
        tickets.channel as unknown_value
    from tickets
    left join known_channels
        on tickets.channel = known_channels.channel
    where tickets.channel is not null and known_channels.channel is null
    union all
    select
        'priority' as list_name,
        ticket_id,
        priority as unknown_value
    from tickets
    where priority not in ({{ known_priorities() }})
),

final as (
    select
        unknown_tickets.list_name,
        counted_tickets.ticket_id as row_key,
        unknown_tickets.unknown_value,
        counted_tickets.is_contact,
        counted_tickets.created_at as happened_at
    from unknown_tickets
    inner join counted_tickets
        on unknown_tickets.ticket_id = counted_tickets.ticket_id
    union all
    select
        'refund_reason' as list_name,
        refunds.refund_id as row_key,
        refunds.reason as unknown_value,
        cast(null as boolean) as is_contact,
        refunds.requested_at as happened_at
    from refunds
    left join known_reasons
        on refunds.reason = known_reasons.refund_reason
    where refunds.reason is not null and known_reasons.refund_reason is null
)

select * from final
