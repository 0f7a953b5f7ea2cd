-- For each week the latest month that had ended at least repeat_purchase_days before
-- the week's end, and the month before it: post-contact repeat purchase rates.
with

weeks as (
    select
        week_start_date,
        ends_at,
        {{ reporting_date(
            add_time('ends_at', days=-var('repeat_purchase_days')), 'month'
        ) }} as next_month_start_date
    from {{ ref('int_reporting_weeks') }}
    where is_complete_week
),

months as (
    select
        month_start_date,
        customers,
        repeat_customers,
        repeat_purchase_rate
    from {{ ref('kpi_repeat_purchase_by_month') }}
    where is_contacted
),

-- the month that holds the instant has not ended by it; the one before has
dated as (
    select
        week_start_date,
        {{ as_date(dbt.dateadd('month', -1, 'next_month_start_date')) }}
            as month_start_date,
        {{ as_date(dbt.dateadd('month', -2, 'next_month_start_date')) }}
            as month_before_start_date
    from weeks
),

final as (
    select
        dated.week_start_date,
        latest.month_start_date,
        latest.customers,
        latest.repeat_customers,
        latest.repeat_purchase_rate as rate,
        earlier.customers as customers_before,
        earlier.repeat_customers as repeat_customers_before,
        earlier.repeat_purchase_rate as rate_before
    from dated
    left join months as latest
        on dated.month_start_date = latest.month_start_date
    left join months as earlier
        on dated.month_before_start_date = earlier.month_start_date
)

select * from final
