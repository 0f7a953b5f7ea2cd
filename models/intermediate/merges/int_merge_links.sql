{{ config(materialized='table') }}

with

tickets as (
    select
        ticket_id,
        merged_into_ticket_id
    from {{ ref('stg_helpdesk__tickets') }}
),

stated as (
    select
        merged.ticket_id,
        target.ticket_id as target_ticket_id
    from tickets as merged
    left join tickets as target
        on merged.merged_into_ticket_id = target.ticket_id
    where merged.merged_into_ticket_id is not null
),

links as (
    select * from stated
    where target_ticket_id is not null
),

{{ chain_ends('links', 'walk') }},

-- a walk that is still on a link after all its rounds goes round in a cycle, and the
-- places where such walks stand are the members of the cycles
cycle_members as (
    select distinct walk_ends.target_ticket_id as ticket_id
    from walk_ends
    inner join links
        on walk_ends.target_ticket_id = links.ticket_id
),

final as (
    select
        stated.ticket_id,
        stated.target_ticket_id,
        stated.target_ticket_id is null as is_target_missing,
        cycle_members.ticket_id is not null as is_in_cycle
    from stated
    left join cycle_members
        on stated.ticket_id = cycle_members.ticket_id
)

select * from final
