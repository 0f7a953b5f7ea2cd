-- A row is an SLA target that is not positive, is resolved before it is answered, or
-- is softer for conversion risk than for low impact, which would turn routing around.
-- Remedy: correct the minutes in seeds/reference/sla_targets.csv.

{{ after_the_marts() }}

with

sla_targets as (
    select
        *,
        coalesce(valid_from, cast('1000-01-01' as date)) as starts_on,
        coalesce(valid_to, cast('9999-12-31' as date)) as ends_on
    from {{ ref('sla_targets') }}
),

-- of the same channel at the same time
low_impact as (
    select
        sla_targets.channel,
        sla_targets.commercial_impact,
        sla_targets.starts_on,
        min(others.first_response_minutes) as first_response_minutes,
        min(others.resolution_minutes) as resolution_minutes
    from sla_targets
    inner join sla_targets as others
        on
            sla_targets.channel = others.channel
            and sla_targets.starts_on < others.ends_on
            and sla_targets.ends_on > others.starts_on
    where others.commercial_impact = 'low_impact'
    group by
        sla_targets.channel, sla_targets.commercial_impact, sla_targets.starts_on
),

judged as (
    select
        sla_targets.channel,
        sla_targets.commercial_impact,
        sla_targets.valid_from,
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
        on
            sla_targets.channel = low_impact.channel
            and sla_targets.commercial_impact = low_impact.commercial_impact
            and sla_targets.starts_on = low_impact.starts_on
)

select *
from judged
where problem is not null
