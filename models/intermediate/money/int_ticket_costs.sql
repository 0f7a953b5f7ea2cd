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

costed as (
    select
        tickets.counts_for_ticket_id as ticket_id,
        tickets.handle_minutes is null as is_imputed,
        cast(
            coalesce(cast(tickets.handle_minutes as double), imputed.imputed_minutes)
            * coalesce(agents.hourly_cost, channel_costs.default_hourly_cost) / 60
            + channel_costs.fee_per_contact
            as decimal(18, 9)
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
    where tickets.counts_for_ticket_id is not null
),

final as (
    select
        ticket_id,
        cast(sum(cost) as decimal(18, 9)) as handling_cost,
        bool_or(is_imputed) as is_handle_time_imputed
    from costed
    group by ticket_id
)

select * from final
