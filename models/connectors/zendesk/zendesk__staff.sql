{{ config(enabled=is_connected('zendesk'), materialized='table') }}

-- Everyone who works on tickets, or did: who has a role of staff, was ever a ticket's
-- assignee, or is an automation. People who have left lost their role, not their
-- replies.
with

tickets as (
    {{ rows_of_loaders('zendesk', 'tickets') }}
),

field_changes as (
    {{ rows_of_loaders('zendesk', 'field_changes') }}
),

user_tags as (
    {{ rows_of_loaders('zendesk', 'user_tags') }}
),

last_users as (
    select * from {{ ref('zendesk__last_users') }}
),

settings as (
    {{ connection_settings('zendesk') }}
),

overrides as (
    select * from {{ ref('agent_overrides') }}
),

found as (
    select
        connection_number,
        user_id,
        true as is_staff,
        false as is_tagged_bot
    from last_users
    where has_role_of_staff
    union all
    select
        connection_number,
        assignee_id as user_id,
        true as is_staff,
        false as is_tagged_bot
    from tickets
    where assignee_id is not null
    union all
    select
        connection_number,
        value as user_id,
        true as is_staff,
        false as is_tagged_bot
    from field_changes
    where field_name = 'assignee_id' and value is not null
    union all
    select
        connection_number,
        user_id,
        false as is_staff,
        true as is_tagged_bot
    from user_tags
    where {{ lower_case(strip('tag')) }} = 'bot'
    union all
    select
        settings.connection_number,
        substr(overrides.agent_id, length(settings.id_prefix) + 1) as user_id,
        false as is_staff,
        overrides.is_bot as is_tagged_bot
    from overrides
    inner join settings
        on
            substr(overrides.agent_id, 1, length(settings.id_prefix))
            = settings.id_prefix
    where overrides.is_bot
),

people as (
    select
        connection_number,
        user_id,
        bool_or(is_staff) as is_staff,
        bool_or(is_tagged_bot) as is_tagged_bot
    from found
    group by connection_number, user_id
),

final as (
    select
        settings.connection,
        people.connection_number,
        people.user_id,
        settings.id_prefix || people.user_id as agent_id,
        people.is_staff,
        coalesce(overrides.is_bot, people.is_tagged_bot) as is_bot
    from people
    inner join settings
        on people.connection_number = settings.connection_number
    left join overrides
        on settings.id_prefix || people.user_id = overrides.agent_id
)

select * from final
