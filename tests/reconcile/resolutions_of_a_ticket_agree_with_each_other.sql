-- A row is a ticket whose resolution columns contradict each other: resolved without a
-- time, resolved last before it was resolved first, a reopen of what was never
-- resolved, or an unresolved ticket that was resolved and never reopened.
-- Remedy: its changes in int_ticket_state_changes do not alternate, or not in time.

with

found as (
    select
        ticket_id,
        case
            when is_resolved <> (resolved_at is not null)
                then 'is_resolved and resolved_at differ'
            when first_resolved_at < created_at then 'resolved before it was created'
            when
                resolved_at < first_resolved_at
                or (is_resolved and first_resolved_at is null)
                then 'resolved last before it was resolved first'
            when first_resolved_at is null and reopen_count > 0
                then 'reopened without having been resolved'
            when not is_resolved and first_resolved_at is not null and reopen_count = 0
                then 'unresolved again without a reopen'
            when is_resolved and reopen_count = 0 and resolved_at <> first_resolved_at
                then 'resolved twice without a reopen'
        end as problem
    from {{ ref('fct_tickets') }}
)

select *
from found
where problem is not null
