-- Refunds of real orders, once under their reason and once under `all`.
with

refunds as (
    select * from {{ ref('fct_refunds') }}
    where not is_test_order
),

final as (
    select * from refunds
    union all
    select
        refund_id,
        order_id,
        ticket_id,
        'all' as refund_reason,
        amount,
        status,
        requested_at,
        requested_week_start_date,
        completed_at,
        completed_date,
        completed_week_start_date,
        is_completed,
        is_open,
        is_test_order,
        refund_minutes,
        has_bad_times
    from refunds
)

select * from final
