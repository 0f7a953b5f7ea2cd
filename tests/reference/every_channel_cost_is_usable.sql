-- A row is a channel with a negative or missing cost, or no default handle time.
-- Its tickets would make cost per contact too small or null.
-- Remedy: complete the row in seeds/reference/channel_costs.csv.

{{ after_the_marts() }}

with

channel_costs as (
    select * from {{ ref('channel_costs') }}
),

judged as (
    select
        channel,
        case
            when coalesce(fee_per_contact, -1) < 0 then 'fee_per_contact is below 0'
            when coalesce(default_hourly_cost, -1) < 0
                then 'default_hourly_cost is below 0'
            when coalesce(default_handle_minutes, 0) <= 0
                then 'default_handle_minutes is not above 0'
        end as problem
    from channel_costs
)

select *
from judged
where problem is not null
