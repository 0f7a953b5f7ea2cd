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

-- contacts and answers of a customer on one time line; a contact at the very time of an
-- answer does not come before it
time_line as (
    select
        customer_id,
        responded_at as happened_at,
        survey_id,
        cast(null as timestamp) as contacted_at
    from answers
    where customer_id is not null
    union all
    select
        customer_id,
        created_at as happened_at,
        {{ dbt.cast('null', dbt.type_string()) }} as survey_id,
        created_at as contacted_at
    from {{ ref('fct_tickets') }}
    where is_contact and customer_id is not null
),

followed as (
    select
        survey_id,
        max(contacted_at) over (
            partition by customer_id
            order by happened_at, survey_id nulls last
            rows between unbounded preceding and current row
        ) as last_contacted_at
    from time_line
),

final as (
    select
        answers.survey_id,
        answers.responded_week_start_date,
        case
            when answers.customer_id is null then null
            when
                followed.last_contacted_at
                >= {{ add_time('answers.responded_at', days=-var('nps_contact_days')) }}
                then 'contacted'
            else 'not_contacted'
        end as segment,
        answers.is_promoter,
        answers.is_detractor
    from answers
    left join followed
        on answers.survey_id = followed.survey_id
)

select * from final
