-- A row says that the channel other is missing from channel_costs.
-- Tickets of unknown channels are kept under it and would have neither cost nor SLA.
-- Remedy: restore the row in seeds/reference/channel_costs.csv.

{{ after_the_marts() }}

with

channel_costs as (
    select * from {{ ref('channel_costs') }}
),

counted as (
    select
        'other' as channel,
        count(*) as times_listed
    from channel_costs
    where channel = 'other'
),

missing as (
    select
        channel,
        'is not listed' as problem
    from counted
    -- with --empty no seed holds anything
    where times_listed = 0 {{ 'and false' if flags.EMPTY }}
)

select *
from missing
