-- Every live ticket costs by its own channel, month and assignee; what merged tickets
-- cost is carried by the ticket at the end of the merge chain.
with

tickets as (
    select * from {{ ref('int_live_tickets') }}
),

imputed as (
    select * from {{ ref('int_handle_minutes_by_month') }}
),

agents as (
    select
        agent_id,
        hourly_cost
    from {{ ref('stg_helpdesk__agents') }}
),

channel_costs as (
    select * from {{ ref('channel_costs') }}
),

-- two digits fewer than a decimal can have: on some engines the sum of two would lose
-- one behind the point
costed as (
    select
        tickets.ticket_id,
        tickets.counts_for_ticket_id,
        tickets.handle_minutes is null as is_imputed,
        cast(
            coalesce(cast(tickets.handle_minutes as double), imputed.imputed_minutes)
            * coalesce(agents.hourly_cost, channel_costs.default_hourly_cost) / 60
            + channel_costs.fee_per_contact
            as decimal(36, 9)
        ) as cost
    from tickets
    left join imputed
        on
            tickets.channel = imputed.channel
            and tickets.created_month_start_date = imputed.created_month_start_date
    left join agents
        on tickets.assignee_id = agents.agent_id
    left join channel_costs
        on tickets.channel = channel_costs.channel
),

carried as (
    select
        counts_for_ticket_id,
        cast(sum(cost) as decimal(36, 9)) as cost,
        bool_or(is_imputed) as is_imputed
    from costed
    where counts_for_ticket_id <> ticket_id
    group by counts_for_ticket_id
),

final as (
    select
        costed.ticket_id,
        cast(costed.cost + coalesce(carried.cost, 0) as decimal(38, 9))
            as handling_cost,
        costed.is_imputed or coalesce(carried.is_imputed, false)
            as is_handle_time_imputed
    from costed
    left join carried
        on costed.ticket_id = carried.counts_for_ticket_id
    where costed.counts_for_ticket_id = costed.ticket_id
)

select * from final
