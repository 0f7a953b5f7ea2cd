-- A row is an SLA target whose clock is neither calendar nor a schedule with hours.
-- Its tickets would have no clock and no SLA.
-- Remedy: correct clock in sla_targets.csv, or add the schedule to schedules.csv.

{{ after_the_marts() }}

with

sla_targets as (
    select * from {{ ref('sla_targets') }}
),

schedules as (
    select distinct schedule
    from {{ ref('schedules') }}
),

unknown as (
    select
        sla_targets.channel,
        sla_targets.commercial_impact,
        'its clock is neither calendar nor a schedule' as problem
    from sla_targets
    left join schedules
        on sla_targets.clock = schedules.schedule
    where
        schedules.schedule is null
        and coalesce(sla_targets.clock, '') <> 'calendar'
)

select *
from unknown
