-- Minutes on the clock of the ticket's SLA target, the one that was valid when it was
-- created, and the instants at which it is due, before anything is said of met or
-- breached. Null without a target, on a clock that is neither `calendar` nor a
-- schedule, and for what happened before the ticket was created.
with

moments as (
    select * from {{ ref('int_ticket_moments') }}
),

targets as (
    select
        channel,
        commercial_impact,
        clock,
        valid_from,
        valid_to,
        cast(round(cast(first_response_minutes as double) * 60000000) as bigint)
            as response_target,
        cast(round(cast(resolution_minutes as double) * 60000000) as bigint)
            as resolution_target
    from {{ ref('int_sla_targets') }}
),

spans as (
    select * from {{ ref('int_schedule_spans') }}
),

due_hours as (
    select * from {{ ref('int_schedule_targets') }}
),

targeted as (
    select
        moments.*,
        targets.clock,
        case
            when moments.is_answered_before_creation then null
            else targets.response_target
        end as response_target,
        case
            when moments.is_resolved_before_creation then null
            else targets.resolution_target
        end as resolution_target
    from moments
    left join targets
        on
            moments.channel = targets.channel
            and moments.commercial_impact = targets.commercial_impact
            and moments.created_at >= targets.valid_from
            and moments.created_at < targets.valid_to
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
        read.created_at,
        read.first_human_reply_at,
        read.first_auto_reply_at,
        read.agent_reply_count,
        read.first_resolved_at,
        read.resolved_at,
        read.reopen_count,
        read.is_resolved_before_creation,
        cast(read.reply_reading - read.created_reading as double) / 60000000
            as first_response_minutes,
        case
            when read.is_resolved_before_creation then null
            else
                cast(read.resolution_reading - read.created_reading as double)
                / 60000000
        end as resolution_minutes,
        {{ due_instant('read', 'response_target', 'response_due') }} as response_due_at,
        {{ due_instant('read', 'resolution_target', 'resolution_due') }}
            as resolution_due_at
    from read
    {{ join_due('read', 'response_target', 'response_due') }}
    {{ join_due('read', 'resolution_target', 'resolution_due') }}
)

select * from final
