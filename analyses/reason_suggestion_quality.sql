-- Serves the decision whether suggested codes may be taken over without a look: how
-- often reason_keywords suggest the right code (precision) and any code (coverage),
-- measured on tickets whose tag is known.
with

known_tickets as (
    select
        facts.ticket_id,
        facts.reason_code,
        facts.contact_reason,
        raw_tickets.subject
    from {{ ref('fct_tickets') }} as facts
    inner join {{ ref('int_tickets_as_of') }} as raw_tickets
        on facts.ticket_id = raw_tickets.ticket_id
    where not facts.is_catch_all
),

{{ suggested_reasons('known_tickets') }},

judged as (
    select
        known_tickets.ticket_id,
        suggested_reasons.suggested_reason_code is not null as is_suggested,
        suggested_reasons.suggested_reason_code = known_tickets.reason_code
            as is_right_code,
        codes.contact_reason = known_tickets.contact_reason as is_right_contact_reason
    from known_tickets
    left join suggested_reasons
        on known_tickets.ticket_id = suggested_reasons.ticket_id
    left join {{ ref('dim_reason_codes') }} as codes
        on suggested_reasons.suggested_reason_code = codes.reason_code
),

final as (
    select
        count(*) as known_tickets,
        count(*) filter (where is_suggested) as suggested_tickets,
        cast(count(*) filter (where is_suggested) as double) / nullif(count(*), 0)
            as coverage,
        cast(count(*) filter (where is_right_code) as double)
        / nullif(count(*) filter (where is_suggested), 0) as code_precision,
        cast(count(*) filter (where is_right_contact_reason) as double)
        / nullif(count(*) filter (where is_suggested), 0) as contact_reason_precision
    from judged
)

select * from final
