with steps (step, event_type, actor_type, is_public, status) as (
    values
        (1, 'message', 'customer', true, null),
        (2, 'message', 'bot', true, null),
        (3, 'message', 'agent', true, null),
        (4, 'message', 'agent', false, null),
        (5, 'status', 'agent', null, 'solved'),
        (6, 'message', 'customer', true, null),
        (7, 'status', 'bot', null, 'open'),
        (8, 'status', 'agent', null, 'solved'),
        (9, 'status', 'bot', null, 'closed')
),

happened as (
    select
        *,
        ticket_number * 10 + step as event_number,
        case step
            when 1 then created_at
            when 2 then
                case when chance(ticket_number, 'bot') < 0.2 then created_at + interval 8 second end
            when 3 then replied_at
            when 4 then case when chance(ticket_number, 'note') < 0.2 then replied_at end
            when 5 then solved_at
            when 6 then reopened_at
            when 7 then reopened_at + interval 1 second
            when 8 then solved_again_at
            when 9 then closed_at
        end as occurred_at
    from ticket_story
    cross join steps
),

delivered as (
    select
        *,
        versions(event_number) as version
    from happened
    where occurred_at is not null
)

select
    'e' || event_number as event_id,
    't' || case when is_broken(event_number) then -event_number else ticket_number end
        as ticket_id,
    event_type,
    actor_type,
    case actor_type
        when 'customer' then 'c' || customer_number
        when 'agent' then 'a' || draw(ticket_number, 'agent') % 60
        else 'bot'
    end as actor_id,
    is_public,
    status,
    occurred_at,
    landed(occurred_at + to_hours(6 * version)) as loaded_at
from delivered
