-- Validity that overlaps fails a test; here it is cut at the next row's start all the
-- same, so that a slip in the seed cannot double a ticket.
with

targets as (
    select
        channel,
        commercial_impact,
        clock,
        first_response_minutes,
        resolution_minutes,
        coalesce(cast(valid_from as timestamp), timestamp '1900-01-01 00:00:00')
            as valid_from,
        coalesce(cast(valid_to as timestamp), timestamp '9999-01-01 00:00:00')
            as valid_to
    from {{ ref('sla_targets') }}
),

bounded as (
    select
        *,
        lead(valid_from) over (
            partition by channel, commercial_impact
            order by
                valid_from, valid_to, clock, first_response_minutes, resolution_minutes
        ) as next_valid_from
    from targets
),

clipped as (
    select
        channel,
        commercial_impact,
        clock,
        first_response_minutes,
        resolution_minutes,
        valid_from,
        case
            when next_valid_from < valid_to then next_valid_from
            else valid_to
        end as valid_to
    from bounded
),

final as (
    select * from clipped
    where valid_from < valid_to
)

select * from final
