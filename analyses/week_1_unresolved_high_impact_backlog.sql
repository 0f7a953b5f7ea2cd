-- Serves the decision who works on what this morning: the unresolved contacts that can
-- cost money, in the order of the queue.
-- One row per contact, 30 at most, as of now. Money is in the reporting currency;
-- risk_share_so_far is the share of the whole high-impact backlog's revenue at risk
-- that is dealt with once this row is. hours_to_breach are calendar hours to the next
-- promise, negative once broken, null where no promise applies. revenue_at_risk is 0
-- where the exposed value is not known (a guest), and where a later contact of the
-- issue carries it.
with

queue as (
    select * from {{ ref('queue_open_tickets') }}
    where commercial_impact <> 'low_impact'
),

summed as (
    select
        *,
        sum(revenue_at_risk) over (
            order by queue_rank
            rows between unbounded preceding and current row
        ) as revenue_so_far,
        sum(revenue_at_risk) over () as all_revenue
    from queue
),

final as (
    select
        queue_rank,
        ticket_id,
        case when first_human_reply_at is null then 'reply' else 'resolve' end
            as next_step,
        commercial_impact,
        reason_code,
        owner,
        channel,
        priority,
        assignee_id,
        is_breached,
        round(minutes_to_breach / 60, 1) as hours_to_breach,
        round(age_hours, 1) as age_hours,
        contact_number,
        reopen_count,
        round(revenue_at_risk, 2) as revenue_at_risk,
        round({{ ratio('revenue_so_far', 'all_revenue') }}, 3) as risk_share_so_far
    from summed
)

select * from final
order by queue_rank
limit 30
