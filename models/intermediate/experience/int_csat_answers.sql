-- Csat surveys that ask about a resolution: sent at or after the contact was first
-- resolved. The latest answer of a contact is the one that counts.
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

ranked as (
    select
        surveys.*,
        contacts.contact_reason,
        row_number() over (
            partition by surveys.ticket_id
            order by
                surveys.is_answered desc,
                surveys.responded_at desc nulls last,
                surveys.survey_id desc
        ) as answer_rank
    from surveys
    inner join contacts
        on surveys.ticket_id = contacts.ticket_id
),

final as (
    select
        survey_id,
        ticket_id,
        contact_reason,
        score,
        sent_week_start_date,
        responded_week_start_date,
        is_answered,
        is_answered and answer_rank = 1 as is_counted_answer,
        score >= 4 as is_satisfied
    from ranked
)

select * from final
