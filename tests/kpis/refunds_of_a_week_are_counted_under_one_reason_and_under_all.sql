-- A row is a week of kpi_refunds_by_week in which a refund or a cent is lost or
-- doubled: `all` is not the sum of the reasons, or not what fct_refunds and fct_orders
-- hold.
-- Remedy: list the refunds completed, or requested and open, in that week in
-- fct_refunds and mend int_refund_slices or the mart.

with

weeks as (
    select
        week_start_date,
        starts_at,
        ends_at
    from {{ ref('int_reporting_weeks') }}
),

-- orders and refunds find their week among those that touch their UTC day
week_days as (
    select
        *,
        {{ explode_days(as_date('starts_at'), as_date('ends_at')) }} as utc_date
    from weeks
),

refunds as (
    select * from {{ ref('fct_refunds') }}
    where not is_test_order
),

orders as (
    select * from {{ ref('fct_orders') }}
    where not is_test
),

marts as (
    select
        week_start_date,
        case when refund_reason = 'all' then 'all' else 'each' end as slice,
        sum(completed_refunds) as completed_refunds,
        sum(timed_refunds) as timed_refunds,
        sum(refunded_amount) as refunded_amount,
        sum(open_refunds) as open_refunds,
        sum(refund_rate_numerator) as refunded_of_orders,
        min(refund_rate_denominator) as ordered_amount
    from {{ ref('kpi_refunds_by_week') }}
    group by
        week_start_date,
        case when refund_reason = 'all' then 'all' else 'each' end
),

completed as (
    select
        week_days.week_start_date,
        count(*) as refunds,
        sum(case when refunds.completed_at >= refunds.requested_at then 1 else 0 end)
            as timed,
        sum(refunds.amount) as amount
    from week_days
    inner join refunds
        on
            week_days.utc_date = {{ as_date('refunds.completed_at') }}
            and {{ is_within('refunds.completed_at', 'week_days') }}
    where refunds.status = 'completed'
    group by week_days.week_start_date
),

requested as (
    select
        week_days.week_start_date,
        count(*) as refunds
    from week_days
    inner join refunds
        on
            week_days.utc_date = {{ as_date('refunds.requested_at') }}
            and {{ is_within('refunds.requested_at', 'week_days') }}
    where
        refunds.status in ('requested', 'approved')
        or (refunds.status = 'completed' and refunds.completed_at is null)
    group by week_days.week_start_date
),

ordered as (
    select
        week_days.week_start_date,
        sum(orders.total_amount) as amount,
        sum(orders.refunded_amount) as refunded_amount
    from week_days
    inner join orders
        on
            week_days.utc_date = {{ as_date('orders.ordered_at') }}
            and {{ is_within('orders.ordered_at', 'week_days') }}
    group by week_days.week_start_date
),

slices as (
    select 'all' as slice
    union all
    select 'each' as slice
),

compared as (
    select
        weeks.week_start_date,
        slices.slice,
        case
            when marts.slice is null then 'the week is not in the mart'
            when marts.completed_refunds <> coalesce(completed.refunds, 0)
                then 'completed_refunds'
            when marts.timed_refunds <> coalesce(completed.timed, 0)
                then 'timed_refunds'
            when marts.refunded_amount <> coalesce(completed.amount, 0)
                then 'refunded_amount'
            when marts.open_refunds <> coalesce(requested.refunds, 0)
                then 'open_refunds'
            when marts.refunded_of_orders <> coalesce(ordered.refunded_amount, 0)
                then 'refund_rate_numerator'
            when marts.ordered_amount <> coalesce(ordered.amount, 0)
                then 'refund_rate_denominator'
        end as problem
    from weeks
    cross join slices
    left join marts
        on
            weeks.week_start_date = marts.week_start_date
            and slices.slice = marts.slice
    left join completed
        on weeks.week_start_date = completed.week_start_date
    left join requested
        on weeks.week_start_date = requested.week_start_date
    left join ordered
        on weeks.week_start_date = ordered.week_start_date
)

select *
from compared
where problem is not null
