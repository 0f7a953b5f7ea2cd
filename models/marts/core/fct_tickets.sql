with

tickets as (
    select * from {{ ref('int_counted_tickets') }}
),

reasons as (
    select * from {{ ref('int_ticket_reasons') }}
),

orders as (
    select * from {{ ref('int_ticket_orders') }}
),

contexts as (
    select * from {{ ref('int_ticket_contexts') }}
),

outcomes as (
    select * from {{ ref('int_ticket_outcomes') }}
),

issues as (
    select * from {{ ref('int_contact_issues') }}
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
        reasons.reason_code,
        reasons.contact_reason,
        reasons.journey_stage,
        reasons.journey_topic,
        reasons.root_cause,
        reasons.commercial_impact,
        reasons.owner,
        reasons.remediation_days,
        reasons.is_catch_all,
        orders.is_high_quality_reason,
        orders.linked_order_id,
        orders.order_link,
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
        issues.issue_id,
        issues.contact_number,
        issues.contact_number > 1 as is_repeat_contact,
        costs.handling_cost,
        costs.is_handle_time_imputed,
        refunds.is_refund_linked,
        recurrences.is_recurring as is_refund_recurrence,
        risks.exposed_value,
        risks.has_no_exposure,
        risks.revenue_at_risk,
        risks.is_risk_counted_elsewhere,
        time_faults.ticket_id is not null as has_bad_times
    from tickets
    left join reasons using (ticket_id)
    left join orders using (ticket_id)
    left join contexts using (ticket_id)
    left join outcomes using (ticket_id)
    left join issues using (ticket_id)
    left join costs using (ticket_id)
    left join refunds using (ticket_id)
    left join recurrences using (ticket_id)
    left join risks using (ticket_id)
    left join time_faults using (ticket_id)
)

select * from final
