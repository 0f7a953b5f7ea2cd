{{ config(enabled=is_identified()) }}

-- The order that a ticket names. Of several that are called so it is the requester's
-- own; where none or more than one shop could be meant otherwise, there is none.
with

ticket_versions as (
    {%- for system in connected_systems('tickets') %}
    select
        connection,
        ticket_id,
        requester_id,
        order_reference,
        order_reference_kind,
        updated_at,
        loaded_at
    from {{ ref(system ~ '__tickets') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        *,
        {{ order_key('order_reference') }} as order_key,
        row_number() over (
            partition by ticket_id
            order by loaded_at desc nulls last, updated_at desc nulls last
        ) as version_rank
    from ticket_versions
),

order_keys as (
    select * from {{ ref('identity__order_keys') }}
),

requester_accounts as (
    select * from {{ ref('identity__requester_accounts') }}
),

named as (
    select
        ranked.ticket_id,
        order_keys.shop,
        order_keys.shop_number,
        order_keys.order_id,
        requester_accounts.customer_id is not null as is_own,
        order_keys.key_rank,
        min(order_keys.key_rank) over (
            partition by ranked.ticket_id, order_keys.shop
        ) as best_rank
    from ranked
    inner join order_keys
        on ranked.order_key = order_keys.order_key
    left join requester_accounts
        on
            ranked.connection = requester_accounts.connection
            and ranked.requester_id = requester_accounts.requester_id
            and order_keys.shop = requester_accounts.shop
            and order_keys.customer_id = requester_accounts.customer_id
    where
        ranked.version_rank = 1
        and (
            order_keys.key_rank = 1
            or coalesce(ranked.order_reference_kind, 'text') = 'text'
        )
),

chosen as (
    select
        *,
        count(*) over (partition by ticket_id) as orders_named,
        row_number() over (
            partition by ticket_id
            order by is_own desc, shop_number, order_id
        ) as choice
    from named
    where key_rank = best_rank
),

final as (
    select
        ticket_id,
        shop,
        order_id
    from chosen
    where choice = 1 and (is_own or orders_named = 1)
)

select * from final
