{{ config(materialized='table') }}

-- What became of each ticket: SLAs, success, and the outcome SLA, which asks for both.
with

clocks as (
    select * from {{ ref('int_ticket_clocks') }}
),

issues as (
    select * from {{ ref('int_contact_issues') }}
),

joined as (
    select
        clocks.ticket_id,
        clocks.first_human_reply_at,
        clocks.first_auto_reply_at,
        clocks.agent_reply_count,
        {{ minutes_between('clocks.created_at', 'clocks.first_human_reply_at') }}
            as first_response_calendar_minutes,
        clocks.first_response_minutes,
        clocks.response_due_at,
        clocks.first_resolved_at,
        clocks.resolved_at,
        clocks.resolved_at is not null as is_resolved,
        clocks.reopen_count,
        case
            when clocks.is_resolved_before_creation then null
            else {{ minutes_between('clocks.created_at', 'clocks.resolved_at') }}
        end as resolution_calendar_minutes,
        clocks.resolution_minutes,
        clocks.resolution_due_at,
        {{ add_time('clocks.resolved_at', days=var('repeat_contact_days')) }}
            as success_known_at,
        issues.issue_id,
        issues.contact_number,
        issues.next_contact_at,
        clock.as_of
    from clocks
    left join issues
        on clocks.ticket_id = issues.ticket_id
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
        ticket_id,
        first_human_reply_at,
        first_auto_reply_at,
        agent_reply_count,
        first_response_calendar_minutes,
        first_response_minutes,
        response_due_at,
        response_sla,
        first_resolved_at,
        resolved_at,
        is_resolved,
        reopen_count,
        resolution_calendar_minutes,
        resolution_minutes,
        resolution_due_at,
        resolution_sla,
        is_one_touch,
        is_successful_resolution,
        case
            when coalesce(resolution_sla, 'none') <> 'met' then resolution_sla
            when is_successful_resolution is null then 'pending'
            when is_successful_resolution then 'met'
            else 'breached'
        end as outcome_sla,
        not is_resolved or is_successful_resolution is not null as is_cost_decided,
        issue_id,
        contact_number
    from judged
)

select * from final
