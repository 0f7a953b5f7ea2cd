{{ config(enabled=connected_systems('tickets') | length > 0) }}

-- Who asked, by what the helpdesk knows of them: more than one row where it changed
-- between tickets. The helpdesk's own id is the last resort; of several accounts of one
-- address in a helpdesk it is the smallest.
with

tickets as (
    {%- for system in connected_systems('tickets') %}
    select
        connection,
        requester_id,
        requester_email,
        requester_phone,
        shop_customer_id
    from {{ ref(system ~ '__tickets') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

settings as (
    {{ connection_settings() }}
),

known as (
    select distinct
        tickets.connection,
        tickets.requester_id,
        tickets.shop_customer_id,
        case
            when settings.link_emails then {{ email_key('tickets.requester_email') }}
        end as email_key,
        {{ phone_key('tickets.requester_phone') }} as phone_key
    from tickets
    inner join settings
        on tickets.connection = settings.connection
    where tickets.requester_id is not null
),

final as (
    select
        *,
        connection || ':' || first_value(requester_id) over (
            partition by connection, coalesce(email_key, 'id:' || requester_id)
            order by length(requester_id), requester_id
        ) as own_customer_id
    from known
)

select * from final
