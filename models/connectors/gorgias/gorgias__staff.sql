{{ config(enabled=is_connected('gorgias'), materialized='table') }}

-- Everyone who works on tickets, or did: the users, and who answered or was assigned
-- and has left since. A customer has no account of a user.
with

users as (
    {{ rows_of_loaders('gorgias', 'users') }}
),

tickets as (
    {{ rows_of_loaders('gorgias', 'tickets') }}
),

messages as (
    {{ rows_of_loaders('gorgias', 'messages') }}
),

settings as (
    {{ connection_settings('gorgias') }}
),

overrides as (
    select * from {{ ref('agent_overrides') }}
),

found as (
    select
        connection_number,
        user_id,
        coalesce(lower(role) = 'bot', false) as is_bot,
        true as is_user,
        loaded_at
    from users
    union all
    select distinct
        connection_number,
        assignee_id as user_id,
        cast(null as boolean) as is_bot,
        false as is_user,
        cast(null as timestamp) as loaded_at
    from tickets
    where assignee_id is not null
    union all
    select distinct
        connection_number,
        sender_id as user_id,
        cast(null as boolean) as is_bot,
        false as is_user,
        cast(null as timestamp) as loaded_at
    from messages
    where from_agent and sender_id is not null
),

people as (
    select
        connection_number,
        user_id,
        coalesce({{ last_loaded('is_bot') }} filter (where is_user), false) as is_bot,
        bool_or(is_user) as is_user,
        max(loaded_at) as loaded_at
    from found
    group by connection_number, user_id
),

final as (
    select
        settings.connection,
        people.connection_number,
        people.user_id,
        settings.id_prefix || people.user_id as agent_id,
        coalesce(overrides.is_bot, people.is_bot) as is_bot,
        people.is_user,
        people.loaded_at
    from people
    inner join settings
        on people.connection_number = settings.connection_number
    left join overrides
        on settings.id_prefix || people.user_id = overrides.agent_id
)

select * from final
