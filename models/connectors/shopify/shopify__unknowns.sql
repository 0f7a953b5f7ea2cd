{{ config(enabled=is_connected('shopify')) }}

-- Of how many rows Shopify's tables leave out what the contract asks for.
with

refunds as (
    select * from {{ ref('shopify__refunds') }}
    where left_out_reason is null
),

amounts as (
    select * from {{ ref('shopify__refund_amounts') }}
    where transactions = 0 and amount > 0
),

returns as (
    select * from {{ ref('shopify__returns') }}
),

asked as (
    select
        refunds.connection,
        refunds.vendor_refund_id,
        returns.created_at is null as is_undated,
        returns.worth is null as is_without_worth
    from refunds
    inner join returns
        on
            refunds.connection = returns.connection
            and refunds.vendor_refund_id = 'return-' || returns.return_id
),

found as (
    select
        connection,
        'refunds have no transaction here: approved at what they are worth' as what,
        refund_id as unknown_id
    from amounts
    union all
    select
        connection,
        'returns do not say when they were asked for: by their load' as what,
        vendor_refund_id as unknown_id
    from asked
    where is_undated
    union all
    select
        connection,
        'returns do not say what they are worth: 0' as what,
        vendor_refund_id as unknown_id
    from asked
    where is_without_worth
),

final as (
    select
        connection,
        'refunds' as raw_table,
        what,
        count(distinct unknown_id) as row_count
    from found
    group by connection, what
)

select * from final
