-- A row is a tag or keyword that leads to a code missing from reason_codes.
-- The tickets of such a tag count as unmapped and lose their owner.
-- Remedy: correct the code in the map, or add it to seeds/reference/reason_codes.csv.

{{ after_the_marts() }}

with

reason_codes as (
    select * from {{ ref('reason_codes') }}
),

reason_tag_map as (
    select * from {{ ref('reason_tag_map') }}
),

reason_keywords as (
    select * from {{ ref('reason_keywords') }}
),

targets as (
    select
        'reason_tag_map' as seed,
        reason_tag as mapped_text,
        reason_code
    from reason_tag_map
    union all
    select
        'reason_keywords' as seed,
        keyword as mapped_text,
        reason_code
    from reason_keywords
),

missing as (
    select
        targets.seed,
        targets.mapped_text,
        targets.reason_code,
        'the code is not in reason_codes' as problem
    from targets
    left join reason_codes
        on targets.reason_code = reason_codes.reason_code
    where reason_codes.reason_code is null
)

select *
from missing
