-- What an unrecorded handle time counts as: the median of the channel's month, or the
-- channel's default while fewer than imputation_min_tickets of it have one.
with

tickets as (
    select
        channel,
        created_month_start_date,
        cast(handle_minutes as double) as handle_minutes
    from {{ ref('int_live_tickets') }}
),

channel_costs as (
    select * from {{ ref('channel_costs') }}
),

medians as (
    select
        channel,
        created_month_start_date,
        count(handle_minutes) as recorded_tickets,
        median(handle_minutes) as median_minutes
    from tickets
    group by channel, created_month_start_date
),

final as (
    select
        medians.channel,
        medians.created_month_start_date,
        case
            when medians.recorded_tickets >= {{ var('imputation_min_tickets') }}
                then medians.median_minutes
            else cast(channel_costs.default_handle_minutes as double)
        end as imputed_minutes
    from medians
    left join channel_costs
        on medians.channel = channel_costs.channel
)

select * from final
