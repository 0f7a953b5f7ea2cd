-- A row is an SLA target that is not positive, is resolved before it is answered, or
-- is softer for conversion risk than for low impact, which would turn routing around.
-- Remedy: correct the minutes in seeds/reference/sla_targets.csv.

{{ after_the_marts() }}

with

sla_targets as (
    select * from {{ ref('sla_targets') }}
),

low_impact as (
    select
        channel,
        min(first_response_minutes) as first_response_minutes,
        min(resolution_minutes) as resolution_minutes
    from sla_targets
    where commercial_impact = 'low_impact'
    group by channel
),

judged as (
    select
        sla_targets.channel,
        sla_targets.commercial_impact,
        case
            when coalesce(sla_targets.first_response_minutes, 0) <= 0
                then 'first_response_minutes is not above 0'
            when
                coalesce(sla_targets.resolution_minutes, 0)
                <= sla_targets.first_response_minutes
                then 'resolution_minutes is not above first_response_minutes'
            when
                sla_targets.commercial_impact = 'conversion_risk'
                and (
                    sla_targets.first_response_minutes
                    > low_impact.first_response_minutes
                    or sla_targets.resolution_minutes > low_impact.resolution_minutes
                )
                then 'is softer than the target of low_impact'
        end as problem
    from sla_targets
    left join low_impact
        on sla_targets.channel = low_impact.channel
)

select *
from judged
where problem is not null
