{{ config(enabled=is_identified()) }}

-- The customers that a requester may be: in each shop the one that is known best, by
-- the id that the helpdesk has of it, else by e-mail, else by phone.
with

requesters as (
    select * from {{ ref('identity__requesters') }}
),

addresses as (
    select * from {{ ref('identity__addresses') }}
),

matches as (
    {%- for key_kind, column in [
        ('id', 'shop_customer_id'), ('email', 'email_key'), ('phone', 'phone_key'),
    ] %}
    select
        requesters.connection,
        requesters.requester_id,
        addresses.shop,
        addresses.shop_number,
        addresses.vendor_customer_id,
        addresses.customer_id,
        addresses.created_at,
        addresses.is_current,
        {{ loop.index }} as match_rank
    from requesters
    inner join addresses
        on
            requesters.{{ column }} = addresses.key_value
            and addresses.key_kind = '{{ key_kind }}'
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
                is_current desc,
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
