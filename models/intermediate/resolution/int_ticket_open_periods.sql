-- The periods in which a contact was unresolved: from its creation or a reopen to the
-- next resolution. Null ends: still unresolved.
with

contacts as (
    select
        ticket_id,
        created_at
    from {{ ref('int_counted_tickets') }}
    where is_contact
),

moments as (
    select
        ticket_id,
        cast(0 as bigint) as change_number,
        created_at as changed_at,
        false as is_resolved
    from contacts
    union all
    select
        changes.ticket_id,
        changes.change_number,
        changes.changed_at,
        changes.is_resolved
    from {{ ref('int_ticket_state_changes') }} as changes
    inner join contacts
        on changes.ticket_id = contacts.ticket_id
),

followed as (
    select
        *,
        lead(changed_at) over (partition by ticket_id order by change_number)
            as next_changed_at
    from moments
),

final as (
    select
        ticket_id,
        changed_at as starts_at,
        next_changed_at as ends_at
    from followed
    where not is_resolved
)

select * from final
