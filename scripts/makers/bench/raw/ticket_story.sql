-- What happened to each ticket: a view that tickets, events and surveys are made from.
create view ticket_story as

with numbered as (
    select
        number as ticket_number,
        -- The first contact of the issue: every sixth ticket repeats the one before, and
        -- sometimes two do.
        case
            when number % 24 in (22, 23) then number - number % 24 + 21
            when number % 6 = 5 then number - 1
            else number
        end as issue_number
    from numbers(getvariable('tickets'))
),

begun as (
    select
        *,
        moment_of(
            (issue_number + 0.5) / getvariable('tickets'),
            getvariable('first_ticket'), issue_number, 'begun'
        ) as begun_at,
        chance(issue_number, 'about an order') < 0.7 as is_about_an_order
    from numbered
),

contacted as (
    select
        *,
        -- a later contact within nine days, or before the data ends
        begun_at + to_seconds(floor(
            (ticket_number - issue_number) * chance(ticket_number, 'gap')
            * least(
                9 * 86400,
                datediff('second', begun_at, getvariable('last_load')) / 3
            )
        )::bigint) as created_at,
        -- The order placed one to thirty days before: orders are numbered by time, so its
        -- number follows from the day as moment_of() has the day follow from the number.
        case when is_about_an_order then least(
            getvariable('orders') - 1,
            floor(getvariable('orders') * pow(greatest(
                0,
                datediff('hour', getvariable('first_order'), begun_at) / 24.0
                - 1 - 29 * pow(chance(issue_number, 'days after'), 2)
            ) / datediff('day', getvariable('first_order'), getvariable('last_load')), 2))
        )::bigint end as order_number
    from begun
),

known_tickets as (
    select
        *,
        case
            when is_about_an_order then buyer(order_number)
            when chance(issue_number, 'unknown') >= 0.05 then customer(issue_number, 'writer')
        end as customer_number,
        ticket_number > issue_number and chance(ticket_number, 'merged') < 0.06 as is_merged
    from contacted
),

answered as (
    select
        *,
        case when chance(ticket_number, 'reply') < 0.92 then known(
            later(created_at, 0.1, 30, ticket_number, 'reply_at')
        ) end as replied_at,
        case when chance(ticket_number, 'solved') < 0.96 then known(
            later(created_at, 30, 110, ticket_number, 'solved_at')
        ) end as solved_at
    from known_tickets
),

reopened as (
    select
        *,
        case when chance(ticket_number, 'reopened') < 0.08 then known(
            later(solved_at, 5, 150, ticket_number, 'reopened_at')
        ) end as reopened_at
    from answered
),

solved_again as (
    select
        *,
        case when chance(ticket_number, 'again') < 0.95 then known(
            later(reopened_at, 2, 70, ticket_number, 'again_at')
        ) end as solved_again_at
    from reopened
)

select
    *,
    case when chance(ticket_number, 'closed') < 0.7 then known(
        case when reopened_at is null then solved_at else solved_again_at end
        + interval 96 hour
    ) end as closed_at
from solved_again
