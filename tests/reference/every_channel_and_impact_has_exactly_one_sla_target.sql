-- A row is a pair of known channel and impact and a time at which it has no SLA target,
-- or two. Tickets created without one have no SLA; of two, the later row is taken.
-- Remedy: in seeds/reference/sla_targets.csv, end one row where the next begins; leave
-- valid_from of the first row and valid_to of the last empty.

{{ after_the_marts() }}

with

channel_costs as (
    select * from {{ ref('channel_costs') }}
),

impact_weights as (
    select * from {{ ref('impact_weights') }}
),

sla_targets as (
    select
        *,
        coalesce(valid_from, cast('1000-01-01' as date)) as starts_on,
        coalesce(valid_to, cast('9999-12-31' as date)) as ends_on
    from {{ ref('sla_targets') }}
),

pairs as (
    select
        channel_costs.channel,
        impact_weights.commercial_impact
    from channel_costs
    cross join impact_weights
),

periods as (
    select
        pairs.channel,
        pairs.commercial_impact,
        sla_targets.starts_on,
        sla_targets.valid_from,
        max(sla_targets.ends_on) over so_far as earlier_ends_on,
        max(sla_targets.ends_on) over of_pair as last_ends_on,
        row_number() over of_pair_in_order as target_number
    from pairs
    left join sla_targets
        on
            pairs.channel = sla_targets.channel
            and pairs.commercial_impact = sla_targets.commercial_impact
    window
        of_pair as (partition by pairs.channel, pairs.commercial_impact),
        of_pair_in_order as (
            partition by pairs.channel, pairs.commercial_impact
            order by sla_targets.starts_on, sla_targets.ends_on
        ),
        so_far as (
            partition by pairs.channel, pairs.commercial_impact
            order by sla_targets.starts_on, sla_targets.ends_on
            rows between unbounded preceding and 1 preceding
        )
),

wrong as (
    select
        channel,
        commercial_impact,
        case
            when starts_on is null then 'has no SLA target'
            when starts_on < earlier_ends_on
                then 'has two SLA targets from '
                    || coalesce(
                        cast(valid_from as {{ dbt.type_string() }}), 'the start'
                    )
            when starts_on > earlier_ends_on
                then 'has no SLA target from '
                    || cast(earlier_ends_on as {{ dbt.type_string() }}) || ' to '
                    || cast(valid_from as {{ dbt.type_string() }})
            when target_number = 1 and valid_from is not null
                then 'has no SLA target before '
                    || cast(valid_from as {{ dbt.type_string() }})
        end as problem
    from periods
    union all
    select
        channel,
        commercial_impact,
        'has no SLA target from ' || cast(last_ends_on as {{ dbt.type_string() }})
        || ' on' as problem
    from periods
    where target_number = 1 and last_ends_on < cast('9999-12-31' as date)
)

select *
from wrong
where problem is not null
