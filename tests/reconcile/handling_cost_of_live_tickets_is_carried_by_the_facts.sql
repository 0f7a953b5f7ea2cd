-- A row is a ticket whose handling_cost is not the cost of itself and of the tickets
-- merged into it, worked out again from minutes, hourly cost and fee; or a ticket of
-- the facts that no live ticket pays for.
-- The tolerance is the rounding of the stored cost.
-- Remedy: a join in int_ticket_costs multiplies tickets (an agent or channel that is
-- there twice), or a merged ticket's cost goes astray.

with

paid as (
    select
        coalesce(merged.counts_for_ticket_id, tickets.ticket_id) as ticket_id,
        sum(
            coalesce(tickets.handle_minutes, imputed.imputed_minutes) / 60.0
            * coalesce(agents.hourly_cost, costs.default_hourly_cost)
            + costs.fee_per_contact
        ) as cost
    from {{ ref('int_live_tickets') }} as tickets
    left join {{ ref('int_merged_tickets') }} as merged
        on tickets.ticket_id = merged.ticket_id
    left join {{ ref('int_handle_minutes_by_month') }} as imputed
        on
            tickets.channel = imputed.channel
            and tickets.created_month_start_date = imputed.created_month_start_date
    left join {{ ref('stg_helpdesk__agents') }} as agents
        on tickets.assignee_id = agents.agent_id
    left join {{ ref('channel_costs') }} as costs
        on tickets.channel = costs.channel
    where merged.ticket_id is null or merged.counts_for_ticket_id is not null
    group by coalesce(merged.counts_for_ticket_id, tickets.ticket_id)
),

compared as (
    select
        coalesce(facts.ticket_id, paid.ticket_id) as ticket_id,
        facts.handling_cost,
        paid.cost,
        'handling_cost is not the cost of the tickets it stands for' as problem
    from {{ ref('fct_tickets') }} as facts
    full outer join paid
        on facts.ticket_id = paid.ticket_id
    where coalesce(abs(facts.handling_cost - paid.cost), 1) > 0.00001
)

select *
from compared
