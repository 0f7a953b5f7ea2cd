with

weeks as (
    select * from {{ ref('int_reporting_weeks') }}
),

refunds as (
    select * from {{ ref('int_refund_slices') }}
),

completed as (
    select
        completed_week_start_date as week_start_date,
        refund_reason,
        count(*) as completed_refunds,
        count(refund_minutes) as timed_refunds,
        median(refund_minutes) as refund_median_minutes,
        percentile_cont(0.9) within group (order by refund_minutes)
            as refund_p90_minutes,
        sum(amount) as refunded_amount
    from refunds
    where is_completed
    group by completed_week_start_date, refund_reason
),

open_refunds as (
    select
        refunds.requested_week_start_date as week_start_date,
        refunds.refund_reason,
        count(*) as open_refunds,
        median({{ minutes_between('refunds.requested_at', 'clock.as_of') }})
            as open_refund_median_age_minutes
    from refunds
    cross join {{ ref('int_as_of') }} as clock
    where refunds.is_open
    group by refunds.requested_week_start_date, refunds.refund_reason
),

orders as (
    select
        order_id,
        ordered_week_start_date as week_start_date,
        total_amount
    from {{ ref('fct_orders') }}
    where not is_test
),

ordered as (
    select
        week_start_date,
        sum(total_amount) as ordered_amount
    from orders
    group by week_start_date
),

refunded_orders as (
    select
        orders.week_start_date,
        refunds.refund_reason,
        sum(refunds.amount) as refunded_amount
    from orders
    inner join refunds using (order_id)
    where refunds.is_completed
    group by orders.week_start_date, refunds.refund_reason
),

recurrences as (
    select
        created_week_start_date as week_start_date,
        'all' as refund_reason,
        count(*) filter (where is_refund_recurrence) as recurring_contacts,
        count(*) as refund_linked_contacts
    from {{ ref('fct_tickets') }}
    where is_refund_recurrence is not null
    group by created_week_start_date
),

refund_reasons as (
    select mapped_reason as refund_reason from {{ ref('refund_reason_map') }}
    union distinct
    select 'other' as refund_reason
    union distinct
    select 'all' as refund_reason
),

final as (
    select
        weeks.week_start_date,
        refund_reasons.refund_reason,
        weeks.is_complete_week,
        coalesce(completed.completed_refunds, 0) as completed_refunds,
        coalesce(completed.timed_refunds, 0) as timed_refunds,
        completed.refund_median_minutes,
        completed.refund_p90_minutes,
        cast(coalesce(completed.refunded_amount, 0) as decimal(38, 6))
            as refunded_amount,
        coalesce(open_refunds.open_refunds, 0) as open_refunds,
        open_refunds.open_refund_median_age_minutes,
        cast(coalesce(refunded_orders.refunded_amount, 0) as decimal(38, 6))
            as refund_rate_numerator,
        cast(coalesce(ordered.ordered_amount, 0) as decimal(38, 6))
            as refund_rate_denominator,
        {{ ratio(
            'coalesce(refunded_orders.refunded_amount, 0)', 'ordered.ordered_amount'
        ) }} as refund_rate,
        recurrences.recurring_contacts,
        recurrences.refund_linked_contacts,
        {{ ratio(
            'recurrences.recurring_contacts', 'recurrences.refund_linked_contacts'
        ) }} as refund_linked_recurrence
    from weeks
    cross join refund_reasons
    left join completed using (week_start_date, refund_reason)
    left join open_refunds using (week_start_date, refund_reason)
    left join refunded_orders using (week_start_date, refund_reason)
    left join ordered using (week_start_date)
    left join recurrences using (week_start_date, refund_reason)
)

select * from final
