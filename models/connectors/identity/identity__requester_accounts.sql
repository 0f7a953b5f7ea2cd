{{ config(enabled=is_identified()) }}

-- The customers that a requester may be: in each shop the one that is known best, by the
-- id that the helpdesk has of it, else by e-mail, else by phone.
with

requesters as (
    select * from {{ ref('identity__requesters') }}
),

accounts as (
    select * from {{ ref('identity__accounts') }}
    where not is_deleted
),

matches as (
    {%- for rank, key, account_key in [
        (1, 'shop_customer_id', 'vendor_customer_id'), (2, 'email_key', 'email_key'),
        (3, 'phone_key', 'phone_key'),
    ] %}
    select
        requesters.connection,
        requesters.requester_id,
        accounts.connection as shop,
        accounts.connection_number as shop_number,
        accounts.customer_id,
        accounts.created_at,
        accounts.vendor_customer_id,
        {{ rank }} as match_rank
    from requesters
    inner join accounts
        on requesters.{{ key }} = accounts.{{ account_key }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        *,
        row_number() over (
            partition by connection, requester_id, shop
            order by
                match_rank,
                created_at nulls last,
                length(vendor_customer_id),
                vendor_customer_id
        ) as account_rank
    from matches
),

final as (
    select
        connection,
        requester_id,
        shop,
        shop_number,
        customer_id,
        match_rank
    from ranked
    where account_rank = 1
)

select * from final
