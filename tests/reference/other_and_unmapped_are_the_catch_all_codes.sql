-- A row is a catch-all code that is missing, not flagged, or flagged without being one.
-- Tickets without a known tag need the code unmapped; the catch-all share counts both.
-- Remedy: restore the row in seeds/reference/reason_codes.csv with is_catch_all true.

{{ after_the_marts() }}

with

reason_codes as (
    select * from {{ ref('reason_codes') }}
),

needed as (
    select 'other' as reason_code
    union all
    select 'unmapped' as reason_code
),

judged as (
    select
        needed.reason_code,
        case
            when reason_codes.reason_code is null then 'the code is missing'
            when not coalesce(reason_codes.is_catch_all, false)
                then 'is_catch_all is not true'
        end as problem
    from needed
    left join reason_codes
        on needed.reason_code = reason_codes.reason_code
)

select *
from judged
-- with --empty no seed holds anything
where problem is not null {{ 'and false' if flags.EMPTY }}
