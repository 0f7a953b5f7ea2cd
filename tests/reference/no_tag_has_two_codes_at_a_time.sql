-- A row is a tag whose validity overlaps that of an earlier row of the same tag.
-- Its tickets would be counted twice. Tags are compared lower case and trimmed.
-- Remedy: in seeds/reference/reason_tag_map.csv, end one row where the next begins.

{{ after_the_marts() }}

with

reason_tag_map as (
    select * from {{ ref('reason_tag_map') }}
),

periods as (
    select
        lower(trim(reason_tag)) as reason_tag,
        reason_code,
        coalesce(valid_from, cast('1000-01-01' as date)) as starts_on,
        coalesce(valid_to, cast('9999-12-31' as date)) as ends_on
    from reason_tag_map
),

compared as (
    select
        reason_tag,
        starts_on,
        max(ends_on) over (
            partition by reason_tag
            order by starts_on, ends_on, reason_code
            rows between unbounded preceding and 1 preceding
        ) as earlier_ends_on
    from periods
),

overlapping as (
    select
        reason_tag,
        starts_on,
        'overlaps an earlier row of the tag' as problem
    from compared
    where earlier_ends_on > starts_on
)

select *
from overlapping
