with delivered as (
    select
        *,
        versions(ticket_number) as version
    from ticket_story
)

select
    't' || ticket_number as ticket_id,
    'c' || customer_number as customer_id,
    -- stated in some: the others are found by customer and time
    case when chance(issue_number, 'stated') < 0.6 then 'o' || order_number end as order_id,
    case when chance(issue_number, 'product') < 0.4 then product(issue_number, 'about') end
        as product_id,
    pick_known('channels', ticket_number, 'channel') as channel,
    case when chance(ticket_number, 'region') < 0.9 then region(customer_number) end as region,
    pick_known('subjects', issue_number, 'subject') || ' (' || ticket_number || ')'
        as subject,
    case
        when chance(ticket_number, 'tag') < 0.01 then null
        when chance(ticket_number, 'tag') < 0.04 then 'tag ' || draw(ticket_number, 'unknown tag') % 20
        else pick_known('tags', issue_number, 'tag')
    end as reason_tag,
    pick(['low', 'normal', 'normal', 'normal', 'high', 'urgent'], 6, ticket_number, 'priority')
        as priority,
    case
        when is_broken(ticket_number) then 'parked'
        when closed_at is not null then 'closed'
        when coalesce(solved_again_at, case when reopened_at is null then solved_at end)
            is not null then 'solved'
        when replied_at is not null then 'open'
        else 'new'
    end as status,
    case when chance(ticket_number, 'initiated') < 0.98 then 'customer' else 'agent' end
        as initiated_by,
    created_at,
    coalesce(closed_at, solved_again_at, reopened_at, solved_at, replied_at, created_at)
        as updated_at,
    'a' || draw(ticket_number, 'agent') % 60 as assignee_id,
    case when order_number is null and chance(issue_number, 'cart') < 0.6
        then (10 + draw(issue_number, 'cart value') % 30000 / 100.0)::decimal(18, 2)
    end as cart_value,
    case when chance(ticket_number, 'handled') < 0.9
        then round(2 + 18 * chance(ticket_number, 'minutes'), 1)
    end as handle_minutes,
    case when is_merged then 't' || issue_number end as merged_into_ticket_id,
    chance(ticket_number, 'deleted') < 0.003 as is_deleted,
    chance(ticket_number, 'spam') < 0.005 as is_spam,
    landed(
        coalesce(closed_at, solved_again_at, reopened_at, solved_at, replied_at, created_at)
        + to_hours(6 * version)
    ) as loaded_at
from delivered
