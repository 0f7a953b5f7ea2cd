{{ config(enabled=is_connected('shopify')) }}

-- Returns, with their reason and what their lines are worth at the price that was paid.
-- Notes of people are read for known reasons only.
with

returns as (
    {{ loaded_objects(
        'shopify', 'returns', [
            'connection', 'connection_number', 'id_prefix', 'vendor_table', 'order_id',
            'return_id', 'status', 'created_at', 'is_deleted', 'loaded_at',
        ],
        loaders=['fivetran'],
        types={
            'connection_number': 'integer', 'created_at': 'timestamp',
            'is_deleted': 'boolean', 'loaded_at': 'timestamp',
        },
    ) }}
),

return_lines as (
    {{ loaded_objects(
        'shopify', 'return_lines', [
            'connection', 'return_id', 'line_id', 'quantity', 'return_reason',
            'return_reason_note',
        ],
        loaders=['fivetran'],
        types={'quantity': 'decimal(18, 6)'},
    ) }}
),

order_lines as (
    select * from {{ ref('shopify__line_items') }}
),

known_reasons as (
    select distinct {{ lower_case(strip('refund_reason')) }} as reason
    from {{ ref('refund_reason_map') }}
),

returned as (
    select
        return_lines.connection,
        return_lines.return_id,
        return_lines.quantity,
        coalesce(
            {{ vendor_word('return_lines.return_reason') }}, known_reasons.reason
        ) as reason,
        order_lines.line_amount * return_lines.quantity
        / nullif(order_lines.quantity, 0) as worth
    from return_lines
    left join order_lines
        on
            return_lines.connection = order_lines.connection
            and return_lines.line_id = order_lines.line_id
    left join known_reasons
        on
            {{ lower_case(strip('return_lines.return_reason_note')) }}
            = known_reasons.reason
),

-- the reason of most pieces, of as many the first in the alphabet
by_reason as (
    select
        connection,
        return_id,
        reason,
        row_number() over (
            partition by connection, return_id
            order by sum(quantity) desc nulls last, reason
        ) as reason_rank
    from returned
    where reason is not null
    group by connection, return_id, reason
),

by_return as (
    select
        connection,
        return_id,
        cast(sum(worth) as decimal(18, 6)) as worth
    from returned
    group by connection, return_id
),

final as (
    select
        returns.*,
        {{ vendor_word('returns.status') }} as return_status,
        by_reason.reason,
        by_return.worth
    from returns
    left join by_reason
        on
            returns.connection = by_reason.connection
            and returns.return_id = by_reason.return_id
            and by_reason.reason_rank = 1
    left join by_return
        on
            returns.connection = by_return.connection
            and returns.return_id = by_return.return_id
)

select * from final
