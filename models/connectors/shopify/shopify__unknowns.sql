{{ config(enabled=is_connected('shopify')) }}

-- Of how many rows Shopify's tables leave out what the contract asks for. What
-- customers were told of their parcels is what the carrier told, which is nearly every
-- parcel's: hardly an order then counts as not informed.
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

informed as (
    select * from {{ ref('shopify__order_updates') }}
    where left_out_reason is null
),

found as (
    select
        connection,
        'order_updates' as raw_table,
        'orders that count as informed by events of their carrier, as nearly all do, so'
        || ' that few others are left to compare with' as what,
        order_id as unknown_id
    from informed
    union all
    select
        connection,
        'refunds' as raw_table,
        'refunds without a transaction here, approved at what they are worth' as what,
        refund_id as unknown_id
    from amounts
    union all
    select
        connection,
        'refunds' as raw_table,
        'returns that do not say when they were asked for, dated by their load' as what,
        vendor_refund_id as unknown_id
    from asked
    where is_undated
    union all
    select
        connection,
        'refunds' as raw_table,
        'returns that do not say what they are worth, counted as 0' as what,
        vendor_refund_id as unknown_id
    from asked
    where is_without_worth
),

final as (
    select
        connection,
        raw_table,
        what,
        count(distinct unknown_id) as row_count
    from found
    group by connection, raw_table, what
)

select * from final
