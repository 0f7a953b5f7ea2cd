{{ config(materialized='table') }}

-- A contact goes on with the issue of the contact before it when that one was
-- unresolved at the time, or had been resolved no more than repeat_contact_days before.
with

contacts as (
    select * from {{ ref('int_contact_sequences') }}
),

lone_contacts as (
    select tickets.ticket_id
    from {{ ref('int_counted_tickets') }} as tickets
    left join contacts
        on tickets.ticket_id = contacts.ticket_id
    where tickets.is_contact and contacts.ticket_id is null
),

follow_ups as (
    select
        contacts.ticket_id,
        contacts.created_at,
        count(*) filter (where changes.is_resolved)
        = count(*) filter (where not changes.is_resolved) as was_unresolved,
        max(changes.changed_at) filter (where changes.is_resolved) as resolved_at
    from contacts
    left join {{ ref('int_ticket_state_changes') }} as changes
        on
            contacts.previous_ticket_id = changes.ticket_id
            and contacts.created_at >= changes.changed_at
    where contacts.previous_ticket_id is not null
    group by contacts.ticket_id, contacts.created_at
),

continuations as (
    select ticket_id from follow_ups
    where
        was_unresolved
        or created_at <= {{ add_time('resolved_at', days=var('repeat_contact_days')) }}
),

numbered as (
    select
        contacts.*,
        sum(case when continuations.ticket_id is null then 1 else 0 end) over (
            partition by
                contacts.customer_id, contacts.contact_reason, contacts.linked_order_id
            order by contacts.created_at, contacts.ticket_id
            rows between unbounded preceding and current row
        ) as issue_number
    from contacts
    left join continuations
        on contacts.ticket_id = continuations.ticket_id
),

chained as (
    select
        ticket_id,
        first_value(ticket_id) over in_issue as issue_id,
        row_number() over in_issue as contact_number,
        lead(created_at) over in_issue as next_contact_at
    from numbered
    window in_issue as (
        partition by customer_id, contact_reason, linked_order_id, issue_number
        order by created_at, ticket_id
    )
),

final as (
    select * from chained
    union all
    select
        ticket_id,
        ticket_id as issue_id,
        cast(1 as bigint) as contact_number,
        cast(null as timestamp) as next_contact_at
    from lone_contacts
)

select * from final
