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
        first_resolved_at
    from {{ ref('fct_tickets') }}
),

final as (
    select
        named.survey_id,
        named.survey_type,
        named.customer_id,
        tickets.ticket_id,
        cast(named.score as double) as score,
        named.sent_at,
        {{ reporting_date('named.sent_at', 'week') }} as sent_week_start_date,
        named.responded_at,
        {{ reporting_date('named.responded_at', 'week') }} as responded_week_start_date,
        named.score is not null and named.responded_at is not null as is_answered,
        coalesce(named.sent_at >= tickets.first_resolved_at, false)
            as is_sent_after_resolution
    from named
    left join tickets
        on named.counts_for_ticket_id = tickets.ticket_id
)

select * from final
