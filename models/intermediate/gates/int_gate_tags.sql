with

contacts as (
    select * from {{ ref('int_gate_rows') }}
    where gate = 'unmapped_tag_share'
),

tags as (
    select
        tickets.reason_tag,
        count(*) as contacts,
        max(tickets.created_at) as last_seen_at
    from contacts
    inner join {{ ref('fct_tickets') }} as tickets
        on contacts.fault_key = tickets.ticket_id
    where contacts.is_at_fault
    group by tickets.reason_tag
),

final as (
    select
        reason_tag,
        contacts,
        last_seen_at,
        cast(row_number() over (order by contacts desc, reason_tag) as bigint)
            as tag_rank
    from tags
)

select * from final
