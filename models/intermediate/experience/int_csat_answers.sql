-- Csat surveys that ask about a resolution: sent at or after the contact was first
-- resolved.
with

surveys as (
    select * from {{ ref('fct_surveys') }}
    where survey_type = 'csat' and is_sent_after_resolution
),

contacts as (
    select
        ticket_id,
        contact_reason
    from {{ ref('fct_tickets') }}
    where is_contact
),

final as (
    select
        surveys.survey_id,
        surveys.ticket_id,
        contacts.contact_reason,
        surveys.score,
        surveys.sent_week_start_date,
        surveys.responded_week_start_date,
        surveys.is_answered,
        surveys.is_counted_answer,
        surveys.is_satisfied
    from surveys
    inner join contacts
        on surveys.ticket_id = contacts.ticket_id
)

select * from final
