with

refunds as (
    select * from {{ ref('int_refunds') }}
),

final as (
    select
        refund_id,
        order_id,
        ticket_id,
        refund_reason,
        amount,
        status,
        requested_at,
        {{ reporting_date('requested_at', 'week') }} as requested_week_start_date,
        completed_at,
        {{ reporting_date('completed_at') }} as completed_date,
        {{ reporting_date('completed_at', 'week') }} as completed_week_start_date,
        is_completed,
        is_open,
        is_test_order,
        case
            when is_completed and completed_at >= requested_at
                then {{ minutes_between('requested_at', 'completed_at') }}
        end as refund_minutes,
        is_completed and completed_at < requested_at as has_bad_times
    from refunds
)

select * from final
