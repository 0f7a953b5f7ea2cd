-- The last 7 days against a usual week of the weeks before them
-- (gate_usual_weeks).
{% set usual_days = 7 * (1 + var('gate_usual_weeks')) %}

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

arrivals as (
    select
        'contacts' as flow,
        channel,
        created_at as arrived_at
    from {{ ref('fct_tickets') }}
    where is_contact
    union all
    select
        'orders' as flow,
        'all' as channel,
        ordered_at as arrived_at
    from {{ ref('fct_orders') }}
    where not is_test
),

by_channel as (
    select
        arrivals.flow,
        arrivals.channel,
        min(arrivals.arrived_at) as first_at,
        max(arrivals.arrived_at) as last_at,
        count(*) filter (
            where arrivals.arrived_at >= {{ add_time('clock.as_of', days=-7) }}
        ) as recent_rows,
        count(*) filter (
            where
            arrivals.arrived_at >= {{ add_time('clock.as_of', days=-usual_days) }}
            and arrivals.arrived_at < {{ add_time('clock.as_of', days=-7) }}
        ) as usual_rows
    from arrivals
    cross join clock
    group by arrivals.flow, arrivals.channel
),

final as (
    select
        by_channel.flow,
        by_channel.channel,
        by_channel.last_at,
        by_channel.recent_rows,
        cast(by_channel.usual_rows as double)
        / {{ var('gate_usual_weeks') }} as usual_week_rows,
        by_channel.recent_rows = 0 and by_channel.usual_rows > 0 as is_silent,
        min(by_channel.first_at) over (partition by by_channel.flow)
        <= {{ add_time('clock.as_of', days=-usual_days) }} as is_covered
    from by_channel
    cross join clock
)

select * from final
