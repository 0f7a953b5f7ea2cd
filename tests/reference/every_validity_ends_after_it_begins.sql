-- A row is a code, mapping or target whose valid_to is not after its valid_from.
-- It would never be in force.
-- Remedy: correct the dates in reason_codes.csv, reason_tag_map.csv or sla_targets.csv.

{{ after_the_marts() }}

with

reason_codes as (
    select * from {{ ref('reason_codes') }}
),

reason_tag_map as (
    select * from {{ ref('reason_tag_map') }}
),

sla_targets as (
    select * from {{ ref('sla_targets') }}
),

periods as (
    select
        'reason_codes' as seed,
        reason_code as entry,
        valid_from,
        valid_to
    from reason_codes
    union all
    select
        'reason_tag_map' as seed,
        reason_tag as entry,
        valid_from,
        valid_to
    from reason_tag_map
    union all
    select
        'sla_targets' as seed,
        channel || ', ' || commercial_impact as entry,
        valid_from,
        valid_to
    from sla_targets
),

reversed as (
    select
        seed,
        entry,
        'valid_to is not after valid_from' as problem
    from periods
    where valid_to <= valid_from
)

select *
from reversed
