-- Revenue at risk of high-priority cases as it stood just before each week's end: the
-- state of then, with exposure and priority as they are now. A case that was open over
-- many weekends stands in each of them.
with

history as (
    select * from {{ ref('int_history') }}
),

open_weeks as (
    select
        periods.ticket_id,
        {{ explode_days(
            'greatest(' ~ reporting_date('periods.starts_at', 'week') ~ ', history.start_week_start_date)',
            'coalesce(' ~ add_time(reporting_date('periods.ends_at', 'week'), days=-7)
            ~ ', cast(history.as_of_date as timestamp))',
            days=7
        ) }} as week_start_date
    from {{ ref('int_ticket_open_periods') }} as periods
    cross join history
),

tickets as (
    select
        ticket_id,
        issue_id,
        contact_number,
        {{ is_high_priority() }} as is_high_priority
    from {{ ref('fct_tickets') }}
    where is_contact
),

exposures as (
    select
        ticket_id,
        value_at_risk
    from {{ ref('int_ticket_exposures') }}
),

ranked as (
    select
        open_weeks.week_start_date,
        tickets.is_high_priority,
        exposures.value_at_risk,
        row_number() over (
            partition by open_weeks.week_start_date, tickets.issue_id
            order by tickets.contact_number desc
        ) as latest_rank
    from open_weeks
    inner join tickets
        on open_weeks.ticket_id = tickets.ticket_id
    inner join exposures
        on open_weeks.ticket_id = exposures.ticket_id
),

final as (
    select
        week_start_date,
        cast(coalesce(sum(value_at_risk) filter (where latest_rank = 1), 0) as double)
            as revenue_at_risk,
        count(*) as cases,
        var_pop(case when latest_rank = 1 then cast(value_at_risk as double) else 0 end)
            as risk_variance
    from ranked
    where is_high_priority
    group by week_start_date
)

select * from final
