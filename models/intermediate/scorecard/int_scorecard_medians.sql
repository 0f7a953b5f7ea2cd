-- Medians of a week; their denominator is the number of values.
with

contacts as (
    select
        created_week_start_date as week_start_date,
        median(first_response_minutes) as value,
        count(first_response_minutes) as timed
    from {{ ref('fct_tickets') }}
    where is_contact
    group by created_week_start_date
),

refunds as (
    select
        week_start_date,
        refund_median_minutes / 60 as value,
        timed_refunds as timed
    from {{ ref('kpi_refunds_by_week') }}
    where refund_reason = 'all'
),

final as (
    select
        week_start_date,
        'first_response_median_minutes' as kpi,
        cast(null as double) as numerator,
        cast(timed as double) as denominator,
        value,
        false as is_share
    from contacts
    union all
    select
        week_start_date,
        'refund_median_hours' as kpi,
        cast(null as double) as numerator,
        cast(timed as double) as denominator,
        value,
        false as is_share
    from refunds
)

select * from final
