-- A row is a pair of known channel and impact with no SLA target, or with several.
-- Without one its tickets have no SLA; with two they would be counted twice.
-- Remedy: add or remove rows in seeds/reference/sla_targets.csv.

{{ after_the_marts() }}

with

channel_costs as (
    select * from {{ ref('channel_costs') }}
),

impact_weights as (
    select * from {{ ref('impact_weights') }}
),

sla_targets as (
    select * from {{ ref('sla_targets') }}
),

pairs as (
    select
        channel_costs.channel,
        impact_weights.commercial_impact
    from channel_costs
    cross join impact_weights
),

counted as (
    select
        pairs.channel,
        pairs.commercial_impact,
        count(sla_targets.channel) as targets
    from pairs
    left join sla_targets
        on
            pairs.channel = sla_targets.channel
            and pairs.commercial_impact = sla_targets.commercial_impact
    group by pairs.channel, pairs.commercial_impact
),

wrong as (
    select
        channel,
        commercial_impact,
        case
            when targets = 0 then 'has no SLA target'
            else 'has several SLA targets'
        end as problem
    from counted
    where targets <> 1
)

select *
from wrong
