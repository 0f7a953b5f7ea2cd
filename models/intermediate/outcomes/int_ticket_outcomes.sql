{{ config(materialized='table') }}

-- What became of each ticket: SLAs, success, and the outcome SLA, which asks for both.
with

tickets as (
    select
        ticket_id,
        created_at
    from {{ ref('int_counted_tickets') }}
),

replies as (
    select * from {{ ref('int_ticket_replies') }}
),

resolutions as (
    select * from {{ ref('int_ticket_resolutions') }}
),

clocks as (
    select * from {{ ref('int_ticket_clocks') }}
),

issues as (
    select
        ticket_id,
        next_contact_at
    from {{ ref('int_contact_issues') }}
),

joined as (
    select
        tickets.ticket_id,
        replies.first_human_reply_at,
        replies.first_auto_reply_at,
        coalesce(replies.agent_reply_count, 0) as agent_reply_count,
        {{ minutes_between('tickets.created_at', 'replies.first_human_reply_at') }}
            as first_response_calendar_minutes,
        clocks.first_response_minutes,
        clocks.response_due_at,
        resolutions.first_resolved_at,
        resolutions.resolved_at,
        resolutions.resolved_at is not null as is_resolved,
        coalesce(resolutions.reopen_count, 0) as reopen_count,
        {{ minutes_between('tickets.created_at', 'resolutions.resolved_at') }}
            as resolution_calendar_minutes,
        clocks.resolution_minutes,
        clocks.resolution_due_at,
        {{ add_time('resolutions.resolved_at', days=var('repeat_contact_days')) }}
            as success_known_at,
        issues.next_contact_at,
        clock.as_of
    from tickets
    left join replies
        on tickets.ticket_id = replies.ticket_id
    left join resolutions
        on tickets.ticket_id = resolutions.ticket_id
    left join clocks
        on tickets.ticket_id = clocks.ticket_id
    left join issues
        on tickets.ticket_id = issues.ticket_id
    cross join {{ ref('int_as_of') }} as clock
),

judged as (
    select
        *,
        {{ sla_status('first_human_reply_at', 'response_due_at', 'as_of') }}
            as response_sla,
        {{ sla_status('resolved_at', 'resolution_due_at', 'as_of') }} as resolution_sla,
        is_resolved and agent_reply_count = 1 as is_one_touch,
        case
            when not is_resolved then null
            when reopen_count > 0 or next_contact_at <= success_known_at then false
            when success_known_at <= as_of then true
        end as is_successful_resolution
    from joined
),

final as (
    select
        *,
        case
            when coalesce(resolution_sla, 'none') <> 'met' then resolution_sla
            when is_successful_resolution is null then 'pending'
            when is_successful_resolution then 'met'
            else 'breached'
        end as outcome_sla,
        not is_resolved or is_successful_resolution is not null as is_cost_decided
    from judged
)

select * from final
