-- A row is a mapping that sends tickets to a code outside the code's own validity.
-- Such tickets do not count as having a high-quality reason.
-- Remedy: narrow the row in reason_tag_map.csv, or widen the code in reason_codes.csv.

{{ after_the_marts() }}
{{ config(severity='warn') }}

with

reason_codes as (
    select * from {{ ref('reason_codes') }}
),

reason_tag_map as (
    select * from {{ ref('reason_tag_map') }}
),

periods as (
    select
        reason_tag_map.reason_tag,
        reason_tag_map.reason_code,
        coalesce(reason_tag_map.valid_from, cast('1000-01-01' as date)) as tag_from,
        coalesce(reason_tag_map.valid_to, cast('9999-12-31' as date)) as tag_to,
        coalesce(reason_codes.valid_from, cast('1000-01-01' as date)) as code_from,
        coalesce(reason_codes.valid_to, cast('9999-12-31' as date)) as code_to
    from reason_tag_map
    inner join reason_codes
        on reason_tag_map.reason_code = reason_codes.reason_code
),

outside as (
    select
        reason_tag,
        reason_code,
        tag_from,
        'mapped while the code is not valid' as problem
    from periods
    where tag_from < code_from or tag_to > code_to
)

select *
from outside
