-- A row is a ticket in a catch-all code without exactly one row in
-- dq_reason_suggestions (or a row there without such a ticket), or an unmapped tag
-- whose tickets in dq_unmapped_reason_tags are not those of fct_tickets.
-- Remedy: look for a join that multiplies tickets in the two dq_ models.

with

tickets as (
    select
        ticket_id,
        reason_tag,
        reason_code,
        is_catch_all
    from {{ ref('fct_tickets') }}
),

suggestions as (
    select
        ticket_id,
        count(*) as suggestion_rows
    from {{ ref('dq_reason_suggestions') }}
    group by ticket_id
),

unmapped_tags as (
    select
        reason_tag,
        count(*) as tickets
    from tickets
    where reason_code = 'unmapped' and reason_tag is not null
    group by reason_tag
),

-- the other tags of tickets are in it beside them
queue as (
    select * from {{ ref('dq_unmapped_reason_tags') }}
    where is_chosen_tag
),

found as (
    select
        coalesce(tickets.ticket_id, suggestions.ticket_id) as row_key,
        'not exactly one row of suggestions for a catch-all ticket' as problem
    from tickets
    full outer join suggestions
        on tickets.ticket_id = suggestions.ticket_id
    where
        case when tickets.is_catch_all then 1 else 0 end
        <> coalesce(suggestions.suggestion_rows, 0)
    union all
    select
        coalesce(unmapped_tags.reason_tag, queue.reason_tag) as row_key,
        'tickets of the tag and of its row in the queue differ' as problem
    from unmapped_tags
    full outer join queue
        on unmapped_tags.reason_tag = queue.reason_tag
    where unmapped_tags.tickets is distinct from queue.tickets
)

select *
from found
