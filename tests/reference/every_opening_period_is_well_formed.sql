-- A row is an opening period with a bad weekday or time, or one that closes before it
-- opens. Hours between 00:30 and 03:30 are refused: clocks change then, and engines
-- disagree on the hour that comes twice.
-- Remedy: correct the row in seeds/reference/schedules.csv (HH:MM, 24:00 for midnight).

with

schedules as (
    select * from {{ ref('schedules') }}
),

parsed as (
    select
        schedule,
        weekday,
        opens_at,
        closes_at,
        length(opens_at) = 5
        and substr(opens_at, 3, 1) = ':'
        and try_cast(substr(opens_at, 1, 2) as integer) between 0 and 23
        and try_cast(substr(opens_at, 4, 2) as integer) between 0 and 59
            as is_opening_time,
        closes_at = '24:00'
        or (
            length(closes_at) = 5
            and substr(closes_at, 3, 1) = ':'
            and try_cast(substr(closes_at, 1, 2) as integer) between 0 and 23
            and try_cast(substr(closes_at, 4, 2) as integer) between 0 and 59
        ) as is_closing_time
    from schedules
),

judged as (
    select
        schedule,
        weekday,
        opens_at,
        case
            when not coalesce(weekday between 1 and 7, false)
                then 'weekday is not 1 to 7'
            when not coalesce(is_opening_time, false) then 'opens_at is not HH:MM'
            when not coalesce(is_closing_time, false) then 'closes_at is not HH:MM'
            when closes_at <= opens_at then 'closes before it opens'
            when
                opens_at between '00:30' and '03:30'
                or closes_at between '00:30' and '03:30'
                then 'opens or closes between 00:30 and 03:30'
        end as problem
    from parsed
)

select *
from judged
where problem is not null
