{{ config(enabled=is_connected('shopify')) }}

-- What became of each row of Shopify's tables. What is inside a row, as the refunds of
-- an order, is no row of a table: of it raw_row_count tells how many became rows of a
-- raw table, or were left out.
with

{{ counted_outcomes('orders', ref('shopify__orders'), 'orders') }},

{{ counted_outcomes('order_lines', ref('shopify__order_lines'), 'order_lines') }},

{{ counted_outcomes('refunds', ref('shopify__refunds'), 'refunds') }},

{{ counted_outcomes('transactions', ref('shopify__transaction_uses'), 'refunds') }},

{{ counted_outcomes(
    'order_updates', ref('shopify__order_updates'), 'order_updates'
) }},

{{ counted_outcomes('customers', ref('shopify__customers'), 'customers') }},

counted as (
    {%- for name in [
        'orders', 'order_lines', 'refunds', 'transactions', 'order_updates',
        'customers',
    ] %}
    select
        connection,
        vendor_table,
        case when reason like 'known from %' then 'looked_up' else outcome end
            as outcome,
        reason,
        raw_table,
        row_count,
        raw_row_count,
        position('.' in vendor_table) > 0 as is_inside
    from {{ name }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

named as (
    select
        connection,
        split_part(vendor_table, '.', 1) as vendor_table,
        outcome,
        case
            when is_inside and reason is not null
                then 'inside, ' || split_part(vendor_table, '.', 2) || ': ' || reason
            else reason
        end as reason,
        raw_table,
        case when is_inside then 0 else row_count end as row_count,
        case
            when is_inside and outcome <> 'looked_up' then row_count
            else raw_row_count
        end as raw_row_count
    from counted
),

final as (
    select
        connection,
        vendor_table,
        outcome,
        reason,
        raw_table,
        sum(row_count) as row_count,
        sum(raw_row_count) as raw_row_count
    from named
    group by connection, vendor_table, outcome, reason, raw_table
)

select * from final
