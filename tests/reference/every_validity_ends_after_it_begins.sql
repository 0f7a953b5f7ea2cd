-- A row is a code or mapping whose valid_to is not after its valid_from.
-- It would never be in force.
-- Remedy: correct the dates in reason_codes.csv or reason_tag_map.csv.

{{ after_the_marts() }}

with

reason_codes as (
    select * from {{ ref('reason_codes') }}
),

reason_tag_map as (
    select * from {{ ref('reason_tag_map') }}
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
