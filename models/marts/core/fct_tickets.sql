with

tickets as (
    select * from {{ ref('int_ticket_reasons') }}
),

contexts as (
    select * from {{ ref('int_ticket_contexts') }}
),

outcomes as (
    select * from {{ ref('int_ticket_outcomes') }}
),

costs as (
    select * from {{ ref('int_ticket_costs') }}
),

refunds as (
    select * from {{ ref('int_ticket_refunds') }}
),

recurrences as (
    select * from {{ ref('int_refund_recurrences') }}
),

risks as (
    select * from {{ ref('int_ticket_risks') }}
),

time_faults as (
    select * from {{ ref('int_ticket_time_faults') }}
),

final as (
    select
        tickets.ticket_id,
        tickets.customer_id,
        tickets.channel,
        tickets.priority,
        tickets.initiated_by,
        tickets.is_contact,
        tickets.assignee_id,
        tickets.product_id,
        contexts.product_category,
        contexts.region,
        tickets.created_at,
        tickets.created_date,
        tickets.created_week_start_date,
        tickets.created_month_start_date,
        tickets.reason_tag,
        tickets.reason_code,
        tickets.contact_reason,
        tickets.journey_stage,
        tickets.journey_topic,
        tickets.root_cause,
        tickets.commercial_impact,
        tickets.owner,
        tickets.remediation_days,
        tickets.is_catch_all,
        contexts.is_high_quality_reason,
        contexts.reason_fault,
        contexts.linked_order_id,
        contexts.order_link,
        outcomes.first_human_reply_at,
        outcomes.first_auto_reply_at,
        outcomes.agent_reply_count,
        outcomes.first_response_minutes,
        outcomes.first_response_calendar_minutes,
        outcomes.response_due_at,
        outcomes.response_sla,
        outcomes.first_resolved_at,
        outcomes.resolved_at,
        outcomes.is_resolved,
        outcomes.reopen_count,
        outcomes.resolution_minutes,
        outcomes.resolution_calendar_minutes,
        outcomes.resolution_due_at,
        outcomes.resolution_sla,
        outcomes.is_one_touch,
        outcomes.is_successful_resolution,
        outcomes.outcome_sla,
        outcomes.is_cost_decided,
        outcomes.issue_id,
        outcomes.contact_number,
        outcomes.contact_number > 1 as is_repeat_contact,
        costs.handling_cost,
        costs.is_handle_time_imputed,
        refunds.ticket_id is not null as is_refund_linked,
        recurrences.is_recurring as is_refund_recurrence,
        risks.exposed_value,
        risks.has_no_exposure,
        risks.revenue_at_risk,
        risks.is_risk_counted_elsewhere,
        time_faults.ticket_id is not null as has_bad_times
    from tickets
    left join contexts using (ticket_id)
    left join outcomes using (ticket_id)
    left join costs using (ticket_id)
    left join refunds using (ticket_id)
    left join recurrences using (ticket_id)
    left join risks using (ticket_id)
    left join time_faults using (ticket_id)
)

select * from final
