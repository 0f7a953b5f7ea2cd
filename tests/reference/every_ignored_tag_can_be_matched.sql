-- A row is a pattern that no tag can match, or that all would: a star stands at its end
-- or nowhere, and not alone. Tickets' tags are lower-cased and trimmed before they are
-- compared.
-- Remedy: write the tag lower case, a star at its end at most, in ignored_tags.csv.

{{ after_the_marts() }}

with

ignored_tags as (
    select * from {{ ref('ignored_tags') }}
),

judged as (
    select
        reason_tag,
        case
            when reason_tag <> lower(trim(reason_tag))
                then 'is not lower case or has outer blanks'
            when reason_tag = '*' then 'would ignore every tag'
            when position('*' in reason_tag) between 1 and length(reason_tag) - 1
                then 'has a star before its end'
        end as problem
    from ignored_tags
)

select *
from judged
where problem is not null
