{{ config(enabled=is_connected('shopify')) }}

-- Orders of connected shops against the currency that most of them are in: amounts of
-- several currencies must not be added, within a shop or across shops.
with

orders as (
    select * from {{ ref('connected__order_currencies') }}
    where currency is not null and not is_test
),

currencies as (
    select
        currency,
        row_number() over (order by count(*) desc, currency) as currency_rank
    from orders
    group by currency
),

final as (
    select
        'foreign_currency_share' as gate,
        'all' as part,
        'order_id' as key_name,
        orders.order_id as fault_key,
        orders.currency as fault_name,
        'connection ' || orders.connection as detail,
        orders.ordered_at as happened_at,
        currencies.currency_rank > 1 as is_at_fault
    from orders
    inner join currencies
        on orders.currency = currencies.currency
)

select * from final
