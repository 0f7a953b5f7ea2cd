with

surveys as (
    select * from {{ ref('int_surveys_as_of') }}
),

merged_tickets as (
    select * from {{ ref('int_merged_tickets') }}
),

named as (
    select
        surveys.*,
        case
            when merged_tickets.ticket_id is null then surveys.ticket_id
            else merged_tickets.counts_for_ticket_id
        end as counts_for_ticket_id
    from surveys
    left join merged_tickets
        on surveys.ticket_id = merged_tickets.ticket_id
),

tickets as (
    select
        ticket_id,
        is_contact,
        first_resolved_at
    from {{ ref('fct_tickets') }}
),

judged as (
    select
        named.survey_id,
        named.survey_type,
        named.customer_id,
        tickets.ticket_id,
        cast(named.score as double) as score,
        named.sent_at,
        {{ reporting_date('named.sent_at', 'week') }} as sent_week_start_date,
        named.responded_at,
        {{ reporting_date('named.responded_at') }} as responded_date,
        {{ reporting_date('named.responded_at', 'week') }} as responded_week_start_date,
        named.score is not null and named.responded_at is not null as is_answered,
        coalesce(named.sent_at >= tickets.first_resolved_at, false)
            as is_sent_after_resolution,
        coalesce(tickets.is_contact, false) as is_of_contact
    from named
    left join tickets
        on named.counts_for_ticket_id = tickets.ticket_id
),

candidates as (
    select
        *,
        is_answered and (
            survey_type = 'nps' or (is_sent_after_resolution and is_of_contact)
        ) as is_candidate
    from judged
),

-- one without a ticket counts for itself: one null ticket would hold most of them
ranked as (
    select
        *,
        row_number() over (
            partition by survey_type, coalesce(ticket_id, survey_id), is_candidate
            order by responded_at desc nulls last, survey_id desc
        ) as answer_rank
    from candidates
),

final as (
    select
        survey_id,
        survey_type,
        customer_id,
        ticket_id,
        score,
        sent_at,
        sent_week_start_date,
        responded_at,
        responded_date,
        responded_week_start_date,
        is_answered,
        is_sent_after_resolution,
        -- a contact has one csat answer, its latest; every nps answer counts
        is_candidate and (survey_type = 'nps' or answer_rank = 1) as is_counted_answer,
        case when survey_type = 'csat' then score >= 4 end as is_satisfied,
        case when survey_type = 'nps' then score >= 9 end as is_promoter,
        case when survey_type = 'nps' then score <= 6 end as is_detractor
    from ranked
)

select * from final
