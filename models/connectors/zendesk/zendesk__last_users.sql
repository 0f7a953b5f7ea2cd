{{ config(enabled=is_connected('zendesk'), materialized='table') }}

-- The last version of each user. Who never was staff is a customer.
with

users as (
    {{ rows_of_loaders('zendesk', 'users') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by connection_number, user_id
            order by loaded_at desc nulls last, role, email, phone
        ) as version_rank
    from users
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        user_id,
        email,
        phone,
        {{ lower_case(strip('role')) }} in ('agent', 'admin') as has_role_of_staff,
        default_group_id,
        loaded_at
    from ranked
    where version_rank = 1
)

select * from final
