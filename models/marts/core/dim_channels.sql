with

channel_costs as (
    select * from {{ ref('channel_costs') }}
),

-- the promises of now
targets as (
    select
        targets.channel,
        min(cast(targets.first_response_minutes as double))
            as strictest_first_response_minutes,
        min(cast(targets.resolution_minutes as double)) as strictest_resolution_minutes
    from {{ ref('int_sla_targets') }} as targets
    cross join {{ ref('int_as_of') }} as clock
    where targets.valid_from <= clock.as_of and targets.valid_to > clock.as_of
    group by targets.channel
),

final as (
    select
        channel_costs.channel,
        cast(channel_costs.fee_per_contact as decimal(18, 6)) as fee_per_contact,
        cast(channel_costs.default_hourly_cost as decimal(18, 6))
            as default_hourly_cost,
        cast(channel_costs.default_handle_minutes as double) as default_handle_minutes,
        targets.strictest_first_response_minutes,
        targets.strictest_resolution_minutes
    from channel_costs
    left join targets
        on channel_costs.channel = targets.channel
)

select * from final
