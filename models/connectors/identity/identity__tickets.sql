{{ config(enabled=connected_systems('tickets') | length > 0, materialized='table') }}

-- Whose ticket it is, and which order it is about. Known in several shops, the
-- requester is the customer of the shop of that order, else of the shop that is
-- connected first.
with

ticket_versions as (
    {%- for system in connected_systems('tickets') %}
    select
        connection,
        ticket_id,
        requester_id,
        order_reference,
        updated_at,
        loaded_at
    from {{ ref(system ~ '__tickets') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        *,
        row_number() over (
            partition by ticket_id
            order by loaded_at desc nulls last, updated_at desc nulls last
        ) as version_rank
    from ticket_versions
),

requesters as (
    select
        connection,
        requester_id,
        min(own_customer_id) as own_customer_id
    from {{ ref('identity__requesters') }}
    group by connection, requester_id
),
{%- if is_identified() %}

requester_accounts as (
    select * from {{ ref('identity__requester_accounts') }}
),

order_links as (
    select * from {{ ref('identity__order_links') }}
),

candidates as (
    select
        ranked.ticket_id,
        requester_accounts.customer_id,
        row_number() over (
            partition by ranked.ticket_id
            order by
                requester_accounts.match_rank,
                case when requester_accounts.shop = order_links.shop then 0 else 1 end,
                requester_accounts.shop_number
        ) as choice
    from ranked
    inner join requester_accounts
        on
            ranked.connection = requester_accounts.connection
            and ranked.requester_id = requester_accounts.requester_id
    left join order_links
        on ranked.ticket_id = order_links.ticket_id
    where ranked.version_rank = 1
),
{%- endif %}

final as (
    select
        ranked.ticket_id,
        {%- if is_identified() %}
        coalesce(candidates.customer_id, requesters.own_customer_id) as customer_id,
        order_links.order_id
        {%- else %}
        requesters.own_customer_id as customer_id,
        -- no shop to compare with: as it was written
        {{ strip('ranked.order_reference') }} as order_id
        {%- endif %}
    from ranked
    left join requesters
        on
            ranked.connection = requesters.connection
            and ranked.requester_id = requesters.requester_id
    {%- if is_identified() %}
    left join candidates
        on ranked.ticket_id = candidates.ticket_id and candidates.choice = 1
    left join order_links
        on ranked.ticket_id = order_links.ticket_id
    {%- endif %}
    where ranked.version_rank = 1
)

select * from final
