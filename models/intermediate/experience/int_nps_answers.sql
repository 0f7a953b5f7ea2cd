-- Answered nps surveys, each told whether its customer had contacted support in the 90
-- days before. Without a customer nobody knows: the segment is null.
with

answers as (
    select
        survey_id,
        customer_id,
        responded_at,
        responded_week_start_date,
        is_promoter,
        is_detractor
    from {{ ref('fct_surveys') }}
    where survey_type = 'nps' and is_counted_answer
),

contacts as (
    select
        customer_id,
        created_at
    from {{ ref('fct_tickets') }}
    where is_contact and customer_id is not null
),

contacted as (
    select distinct answers.survey_id
    from answers
    inner join contacts
        on
            answers.customer_id = contacts.customer_id
            and answers.responded_at > contacts.created_at
            and contacts.created_at
            >= {{ add_time('answers.responded_at', days=-var('nps_contact_days')) }}
),

final as (
    select
        answers.survey_id,
        answers.responded_week_start_date,
        case
            when answers.customer_id is null then null
            when contacted.survey_id is not null then 'contacted'
            else 'not_contacted'
        end as segment,
        answers.is_promoter,
        answers.is_detractor
    from answers
    left join contacted
        on answers.survey_id = contacted.survey_id
)

select * from final
