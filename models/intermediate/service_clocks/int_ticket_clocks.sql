-- Minutes on the clock of the ticket's SLA target and the instants at which it is due,
-- before anything is said of met or breached. All null without a target, or on a clock
-- that is neither `calendar` nor a schedule.
with

tickets as (
    select
        ticket_id,
        channel,
        created_at
    from {{ ref('int_counted_tickets') }}
),

reasons as (
    select
        ticket_id,
        commercial_impact
    from {{ ref('int_ticket_reasons') }}
),

replies as (
    select
        ticket_id,
        first_human_reply_at
    from {{ ref('int_ticket_replies') }}
),

resolutions as (
    select
        ticket_id,
        resolved_at
    from {{ ref('int_ticket_resolutions') }}
),

targets as (
    select
        channel,
        commercial_impact,
        clock,
        cast(round(cast(first_response_minutes as double) * 60000000) as bigint)
            as response_target,
        cast(round(cast(resolution_minutes as double) * 60000000) as bigint)
            as resolution_target
    from {{ ref('sla_targets') }}
),

spans as (
    select * from {{ ref('int_schedule_spans') }}
),

due_hours as (
    select * from {{ ref('int_schedule_targets') }}
),

targeted as (
    select
        tickets.ticket_id,
        tickets.created_at,
        replies.first_human_reply_at,
        resolutions.resolved_at,
        targets.clock,
        targets.response_target,
        targets.resolution_target
    from tickets
    inner join reasons
        on tickets.ticket_id = reasons.ticket_id
    inner join targets
        on
            tickets.channel = targets.channel
            and reasons.commercial_impact = targets.commercial_impact
    left join replies
        on tickets.ticket_id = replies.ticket_id
    left join resolutions
        on tickets.ticket_id = resolutions.ticket_id
),

read as (
    select
        targeted.*,
        {{ clock_reading('targeted', 'created_at', 'created_span') }}
            as created_reading,
        {{ clock_reading('targeted', 'first_human_reply_at', 'reply_span') }}
            as reply_reading,
        {{ clock_reading('targeted', 'resolved_at', 'resolution_span') }}
            as resolution_reading
    from targeted
    {{ join_span('targeted', 'created_at', 'created_span') }}
    {{ join_span('targeted', 'first_human_reply_at', 'reply_span') }}
    {{ join_span('targeted', 'resolved_at', 'resolution_span') }}
),

final as (
    select
        read.ticket_id,
        cast(read.reply_reading - read.created_reading as double) / 60000000
            as first_response_minutes,
        cast(read.resolution_reading - read.created_reading as double) / 60000000
            as resolution_minutes,
        {{ due_instant('read', 'response_target', 'response_due') }} as response_due_at,
        {{ due_instant('read', 'resolution_target', 'resolution_due') }}
            as resolution_due_at
    from read
    {{ join_due('read', 'response_target', 'response_due') }}
    {{ join_due('read', 'resolution_target', 'resolution_due') }}
)

select * from final
