{{ config(enabled=connected_systems('agents') | length > 0) }}

-- What a helpdesk does not export, or has wrong, is in the seed.
with

agents as (
    {{ connected_rows('agents') }}
),

overrides as (
    select * from {{ ref('agent_overrides') }}
),

final as (
    select
        agents.agent_id,
        coalesce(overrides.team, agents.team) as team,
        coalesce(cast(overrides.hourly_cost as decimal(18, 6)), agents.hourly_cost)
            as hourly_cost,
        coalesce(overrides.is_bot, agents.is_bot) as is_bot,
        agents.loaded_at
    from agents
    left join overrides
        on agents.agent_id = overrides.agent_id
)

select * from final
