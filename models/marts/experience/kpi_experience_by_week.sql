with

weeks as (
    select
        week_start_date,
        is_complete_week
    from {{ ref('int_reporting_weeks') }}
),

csat_surveys as (
    select * from {{ ref('int_csat_answers') }}
),

nps_answers as (
    select * from {{ ref('int_nps_answers') }}
),

csat_slices as (
    select
        csat_surveys.*,
        csat_surveys.contact_reason as slice
    from csat_surveys
    union all
    select
        csat_surveys.*,
        'all' as slice
    from csat_surveys
),

nps_slices as (
    select
        nps_answers.*,
        nps_answers.segment as slice
    from nps_answers
    where nps_answers.segment is not null
    union all
    select
        nps_answers.*,
        'all' as slice
    from nps_answers
),

answered as (
    select
        responded_week_start_date as week_start_date,
        slice as contact_reason,
        'all' as segment,
        count(*) filter (where is_satisfied) as csat_satisfied,
        count(*) as csat_answered
    from csat_slices
    where is_counted_answer
    group by responded_week_start_date, slice
),

-- a contact is sent to once a week, however many surveys it was sent
sent as (
    select
        sent_week_start_date as week_start_date,
        slice as contact_reason,
        'all' as segment,
        count(distinct ticket_id) as csat_sent_tickets,
        count(distinct case when is_answered then ticket_id end)
            as csat_answered_of_sent
    from csat_slices
    group by sent_week_start_date, slice
),

promoted as (
    select
        responded_week_start_date as week_start_date,
        'all' as contact_reason,
        slice as segment,
        count(*) filter (where is_promoter) as nps_promoters,
        count(*) filter (where is_detractor) as nps_detractors,
        count(*) as nps_answered
    from nps_slices
    group by responded_week_start_date, slice
),

final as (
    select
        week_start_date,
        contact_reason,
        segment,
        weeks.is_complete_week,
        coalesce(answered.csat_satisfied, 0) as csat_satisfied,
        coalesce(answered.csat_answered, 0) as csat_answered,
        {{ ratio('answered.csat_satisfied', 'answered.csat_answered') }} as csat,
        coalesce(sent.csat_sent_tickets, 0) as csat_sent_tickets,
        coalesce(sent.csat_answered_of_sent, 0) as csat_answered_of_sent,
        {{ ratio('sent.csat_answered_of_sent', 'sent.csat_sent_tickets') }}
            as csat_response_rate,
        coalesce(promoted.nps_promoters, 0) as nps_promoters,
        coalesce(promoted.nps_detractors, 0) as nps_detractors,
        coalesce(promoted.nps_answered, 0) as nps_answered,
        100 * {{ ratio(
            '(promoted.nps_promoters - promoted.nps_detractors)', 'promoted.nps_answered'
        ) }} as nps
    from answered
    full outer join sent using (week_start_date, contact_reason, segment)
    full outer join promoted using (week_start_date, contact_reason, segment)
    inner join weeks using (week_start_date)
)

select * from final
