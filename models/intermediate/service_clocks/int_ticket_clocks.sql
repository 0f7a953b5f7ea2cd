-- Minutes on the clock of the ticket's SLA target and the instants at which it is due,
-- before anything is said of met or breached. Null without a target, or on a clock that
-- is neither `calendar` nor a schedule.
with

moments as (
    select * from {{ ref('int_ticket_moments') }}
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
        moments.*,
        targets.clock,
        targets.response_target,
        targets.resolution_target
    from moments
    left join targets
        on
            moments.channel = targets.channel
            and moments.commercial_impact = targets.commercial_impact
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
