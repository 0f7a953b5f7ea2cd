{{ config(enabled=is_connected('gorgias')) }}

-- A team is the one that is written on most of the agent's tickets. Loaders do not load
-- an account again that did not change: it is as fresh as its table.
with

staff as (
    select * from {{ ref('gorgias__staff') }}
),

last_tickets as (
    select * from {{ ref('gorgias__last_tickets') }}
),

tickets_by_team as (
    select
        connection_number,
        assignee_id,
        team,
        count(*) as tickets
    from last_tickets
    where assignee_id is not null and team is not null
    group by connection_number, assignee_id, team
),

usual_teams as (
    select
        *,
        row_number() over (
            partition by connection_number, assignee_id order by tickets desc, team
        ) as team_rank
    from tickets_by_team
),

final as (
    select
        staff.connection,
        staff.agent_id,
        usual_teams.team,
        cast(null as decimal(18, 6)) as hourly_cost,
        staff.is_bot,
        max(staff.loaded_at) over (partition by staff.connection_number) as loaded_at,
        staff.is_user
    from staff
    left join usual_teams
        on
            staff.connection_number = usual_teams.connection_number
            and staff.user_id = usual_teams.assignee_id
            and usual_teams.team_rank = 1
)

select * from final
