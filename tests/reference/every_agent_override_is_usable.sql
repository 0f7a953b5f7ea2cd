-- A row is an account with a cost below 0, or one of which nothing is said.
-- Its cost would make contacts pay; a row that says nothing is a slip.
-- Remedy: complete the row in seeds/reference/agent_overrides.csv, or remove it.

{{ after_the_marts() }}

with

agent_overrides as (
    select * from {{ ref('agent_overrides') }}
),

judged as (
    select
        agent_id,
        case
            when hourly_cost < 0 then 'hourly_cost is below 0'
            when team is null and hourly_cost is null and is_bot is null
                then 'says nothing of the account'
        end as problem
    from agent_overrides
)

select *
from judged
where problem is not null
