with

tickets as (
    select
        ticket_id,
        created_at,
        channel,
        reason_tag,
        reason_code
    from {{ ref('fct_tickets') }}
    where is_catch_all
),

subjects as (
    select
        tickets.ticket_id,
        raw_tickets.subject
    from tickets
    inner join {{ ref('int_tickets_as_of') }} as raw_tickets
        on tickets.ticket_id = raw_tickets.ticket_id
    where raw_tickets.subject is not null
),

{{ suggested_reasons('subjects') }},

final as (
    select
        tickets.ticket_id,
        tickets.created_at,
        tickets.channel,
        tickets.reason_tag,
        tickets.reason_code,
        suggested_reasons.suggested_reason_code,
        suggested_reasons.suggestion_score
    from tickets
    left join suggested_reasons
        on tickets.ticket_id = suggested_reasons.ticket_id
)

select * from final
