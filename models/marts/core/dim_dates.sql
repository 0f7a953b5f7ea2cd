with

firsts as (
    select min(created_date) as first_date from {{ ref('fct_tickets') }}
    union all
    select min(ordered_date) as first_date from {{ ref('fct_orders') }}
),

bounds as (
    select
        min(firsts.first_date) as first_date,
        {{ reporting_date('max(clock.as_of)') }} as last_date
    from firsts
    cross join {{ ref('int_as_of') }} as clock
),

days as (
    select {{ explode_days('first_date', 'last_date') }} as date_day
    from bounds
),

final as (
    select
        date_day,
        cast(date_trunc('week', date_day) as date) as week_start_date,
        cast(date_trunc('month', date_day) as date) as month_start_date,
        cast({{ weekday('date_day') }} as bigint) as weekday,
        {{ weekday('date_day') }} >= 6 as is_weekend
    from days
)

select * from final
