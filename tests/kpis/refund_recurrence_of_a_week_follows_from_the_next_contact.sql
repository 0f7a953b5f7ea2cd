-- A row is a week of kpi_refunds_by_week whose recurrence the refund-linked contacts do
-- not bear out: of each, the first one that could follow it is looked for by number,
-- among all of the customer, those about its order and those about none.
-- Remedy: list the refund-linked contacts of that week in fct_tickets with the later
-- ones of the same customers, and mend int_refund_recurrences or the mart.

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

contacts as (
    select
        ticket_id,
        customer_id,
        linked_order_id,
        created_at,
        created_week_start_date,
        row_number() over (partition by customer_id order by created_at, ticket_id)
            as contact_number,
        row_number() over (
            partition by customer_id, linked_order_id order by created_at, ticket_id
        ) as number_in_order,
        count(*) filter (where linked_order_id is null) over (
            partition by customer_id
            order by created_at, ticket_id
            rows between unbounded preceding and current row
        ) as orderless_by_then
    from {{ ref('fct_tickets') }}
    where is_contact and is_refund_linked and customer_id is not null
),

marts as (
    select
        week_start_date,
        recurring_contacts,
        refund_linked_contacts
    from {{ ref('kpi_refunds_by_week') }}
    where refund_reason = 'all'
),

followers as (
    select
        contacts.ticket_id,
        case
            when contacts.linked_order_id is null then following.created_at
            when in_order.created_at < orderless.created_at then in_order.created_at
            else coalesce(orderless.created_at, in_order.created_at)
        end as followed_at
    from contacts
    left join contacts as following
        on
            contacts.customer_id = following.customer_id
            and contacts.contact_number + 1 = following.contact_number
    left join contacts as in_order
        on
            contacts.customer_id = in_order.customer_id
            and contacts.linked_order_id = in_order.linked_order_id
            and contacts.number_in_order + 1 = in_order.number_in_order
    left join contacts as orderless
        on
            contacts.customer_id = orderless.customer_id
            and orderless.linked_order_id is null
            and contacts.orderless_by_then + 1 = orderless.orderless_by_then
),

counted as (
    select
        contacts.created_week_start_date as week_start_date,
        count(*) as refund_linked,
        count(
            case
                when
                    {{ add_time('contacts.created_at', days=var('recurrence_days')) }}
                    >= followers.followed_at
                    then 1
            end
        ) as recurring
    from contacts
    cross join clock
    left join followers
        on contacts.ticket_id = followers.ticket_id
    where
        {{ add_time('contacts.created_at', days=var('recurrence_days')) }}
        <= clock.as_of
    group by contacts.created_week_start_date
),

compared as (
    select
        marts.week_start_date,
        case
            when
                coalesce(marts.refund_linked_contacts, 0)
                <> coalesce(counted.refund_linked, 0)
                then 'refund_linked_contacts'
            when coalesce(marts.recurring_contacts, 0) <> coalesce(counted.recurring, 0)
                then 'recurring_contacts'
        end as problem
    from marts
    left join counted
        on marts.week_start_date = counted.week_start_date
)

select *
from compared
where problem is not null
