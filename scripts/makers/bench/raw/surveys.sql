-- Half of the solved tickets are asked for satisfaction, every tenth customer for a
-- recommendation; two of five answer.
with asked as (
    select
        ticket_number,
        'csat' as survey_type,
        'c' || customer_number as customer_id,
        't' || ticket_number as ticket_id,
        known(solved_at + interval 1 hour) as sent_at
    from ticket_story
    where solved_at is not null and chance(ticket_number, 'asked') < 0.5

    union all

    select
        number as ticket_number,
        'nps' as survey_type,
        'c' || number as customer_id,
        null as ticket_id,
        moment_of(
            chance(number, 'nps'), getvariable('first_ticket'), number, 'nps'
        ) as sent_at
    from numbers(getvariable('customers'))
    where number % 10 = 0
),

answered as (
    select
        *,
        case when chance(ticket_number, survey_type) < 0.4 then known(
            later(sent_at, 1, 72, ticket_number, 'responded')
        ) end as responded_at
    from asked
    where sent_at is not null
)

select
    's' || survey_type || ticket_number as survey_id,
    survey_type,
    customer_id,
    ticket_id,
    case
        when responded_at is null then null
        when is_broken(ticket_number) then 11
        when survey_type = 'csat' then pick([1, 2, 3, 4, 4, 5, 5, 5], 8, ticket_number, 'score')
        else pick([2, 5, 6, 7, 8, 8, 9, 9, 10, 10], 10, ticket_number, 'score')
    end as score,
    sent_at,
    responded_at,
    landed(coalesce(responded_at, sent_at)) as loaded_at
from answered
