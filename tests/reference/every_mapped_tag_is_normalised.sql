-- A row is a tag in the map that no ticket can match: blank, upper case or padded.
-- Tickets' tags are lower-cased and trimmed before they are looked up.
-- Remedy: write the tag lower case without outer blanks in reason_tag_map.csv.

{{ after_the_marts() }}

with

reason_tag_map as (
    select * from {{ ref('reason_tag_map') }}
),

unmatched as (
    select
        reason_tag,
        reason_code,
        'is blank, not lower case or has outer blanks' as problem
    from reason_tag_map
    where
        trim(coalesce(reason_tag, '')) = ''
        or reason_tag <> lower(trim(reason_tag))
)

select *
from unmatched
