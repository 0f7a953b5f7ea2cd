-- A row is a valid raw ticket that is not in fct_tickets although it is neither deleted
-- nor spam nor merged nor created after as_of; or one that is there in spite of it, or
-- more than once; or a fact without a valid raw ticket.
-- A ticket is merged here when it names another and dq_rejected_rows does not call that
-- merge a cycle or its target missing: the chain itself is not looked at again.
-- Remedy: follow the ticket through int_tickets_as_of, int_live_tickets,
-- int_merged_tickets and int_counted_tickets.

with

tickets as (
    select * from {{ ref('stg_helpdesk__tickets') }}
),

facts as (
    select
        ticket_id,
        count(*) as fact_rows
    from {{ ref('fct_tickets') }}
    group by ticket_id
),

void_merges as (
    select distinct row_key as ticket_id from {{ ref('dq_rejected_rows') }}
    where
        raw_table = 'tickets'
        and reason in ('merge_cycle', 'merge_target_missing')
),

explained as (
    select
        tickets.ticket_id,
        tickets.is_deleted,
        tickets.is_spam,
        tickets.created_at > clock.as_of as is_after_as_of,
        tickets.merged_into_ticket_id is not null
        and void_merges.ticket_id is null as is_merged
    from tickets
    left join void_merges
        on tickets.ticket_id = void_merges.ticket_id
    cross join {{ ref('int_as_of') }} as clock
),

compared as (
    select
        coalesce(explained.ticket_id, facts.ticket_id) as ticket_id,
        explained.ticket_id is not null as is_valid,
        explained.is_deleted
        or explained.is_spam
        or explained.is_after_as_of
        or explained.is_merged as is_left_out,
        coalesce(facts.fact_rows, 0) as fact_rows
    from explained
    full outer join facts
        on explained.ticket_id = facts.ticket_id
),

found as (
    select
        ticket_id,
        case
            when not is_valid then 'a fact without a valid raw ticket'
            when fact_rows > 1 then 'several rows in fct_tickets'
            when is_left_out and fact_rows = 1
                then 'a fact although deleted, spam, merged or after as_of'
            when not is_left_out and fact_rows = 0
                then 'no fact and not accounted for'
        end as problem
    from compared
)

select *
from found
where problem is not null
