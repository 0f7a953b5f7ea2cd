{{ config(enabled=is_connected('zendesk')) }}

-- A team is the user's own group, else the one in which most of its tickets are.
-- Loaders do not load an account again that did not change: it is as fresh as its
-- table.
with

staff as (
    select * from {{ ref('zendesk__staff') }}
),

last_users as (
    select * from {{ ref('zendesk__last_users') }}
),

loads as (
    select
        connection_number,
        max(loaded_at) as loaded_at
    from last_users
    group by connection_number
),

last_tickets as (
    select * from {{ ref('zendesk__last_tickets') }}
),

groups as (
    {{ rows_of_loaders('zendesk', 'groups') }}
),

group_names as (
    select
        connection_number,
        group_id,
        {{ last_loaded('group_name') }} as group_name
    from groups
    group by connection_number, group_id
),

tickets_by_group as (
    select
        connection_number,
        assignee_id,
        group_id,
        count(*) as tickets
    from last_tickets
    where assignee_id is not null and group_id is not null
    group by connection_number, assignee_id, group_id
),

usual_groups as (
    select
        *,
        row_number() over (
            partition by connection_number, assignee_id order by tickets desc, group_id
        ) as group_rank
    from tickets_by_group
),

grouped as (
    select
        staff.*,
        coalesce(last_users.default_group_id, usual_groups.group_id) as group_id,
        last_users.user_id is not null as is_user,
        loads.loaded_at
    from staff
    left join last_users
        on
            staff.connection_number = last_users.connection_number
            and staff.user_id = last_users.user_id
    left join loads
        on staff.connection_number = loads.connection_number
    left join usual_groups
        on
            staff.connection_number = usual_groups.connection_number
            and staff.user_id = usual_groups.assignee_id
            and usual_groups.group_rank = 1
),

final as (
    select
        grouped.agent_id,
        group_names.group_name as team,
        cast(null as decimal(18, 6)) as hourly_cost,
        grouped.is_bot,
        grouped.loaded_at,
        grouped.connection,
        grouped.is_user
    from grouped
    left join group_names
        on
            grouped.connection_number = group_names.connection_number
            and grouped.group_id = group_names.group_id
)

select * from final
