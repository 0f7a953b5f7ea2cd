-- The refunds that gates look at, once for each gate and part. A duplicate repeats one
-- of the gate_duplicate_hours before it, which may have been before the window.
{% set hours = var('gate_duplicate_hours') %}
{% set populations = gate_populations() %}
with

duplicate_window as (
    select window_from from {{ ref('int_gate_windows') }}
    where gate = 'duplicate_refund_share'
),

unknown_value_window as (
    select window_from from {{ ref('int_gate_windows') }}
    where gate = 'unknown_value_share' and part = 'refund_reason'
),

unknown_values as (
    select
        row_key as refund_id,
        unknown_value
    from {{ ref('int_unknown_values') }}
    where list_name = 'refund_reason'
),

refunds as (
    select * from {{ ref('fct_refunds') }}
    where not is_test_order
),

-- one request a refund: a rejected one may be asked for again
requests as (
    select
        refunds.refund_id,
        refunds.order_id,
        refunds.refund_reason,
        refunds.requested_at,
        duplicate_window.window_from,
        lag(refunds.requested_at) over (
            partition by refunds.order_id, refunds.amount, refunds.refund_reason
            order by refunds.requested_at, refunds.refund_id
        ) as same_requested_at
    from refunds
    inner join duplicate_window
        on
            refunds.requested_at
            >= {{ add_time('duplicate_window.window_from', hours=-hours) }}
    where {{ populations['refunds that were not rejected']['holds'] }}
),

judged_requests as (
    select
        *,
        coalesce(
            requested_at <= {{ add_time('same_requested_at', hours=hours) }}, false
        ) as is_duplicate
    from requests
    where requested_at >= window_from
),

final as (
    select
        'duplicate_refund_share' as gate,
        'all' as part,
        refund_id,
        'order ' || order_id || ', ' || refund_reason as detail,
        requested_at as happened_at,
        is_duplicate as is_at_fault,
        is_duplicate as is_counted
    from judged_requests
    union all
    select
        'unknown_value_share' as gate,
        'refund_reason' as part,
        refunds.refund_id,
        unknown_values.unknown_value as detail,
        refunds.requested_at as happened_at,
        unknown_values.unknown_value is not null as is_at_fault,
        unknown_values.unknown_value is not null as is_counted
    from refunds
    inner join unknown_value_window
        on refunds.requested_at >= unknown_value_window.window_from
    left join unknown_values
        on refunds.refund_id = unknown_values.refund_id
)

select * from final
