-- A row is a week of kpi_refunds_by_week whose recurrence the refund-linked contacts do
-- not bear out: of each, the first one that could follow it is looked for.
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
        created_week_start_date
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
        earlier.ticket_id,
        min(later.created_at) as followed_at
    from contacts as earlier
    inner join contacts as later
        on earlier.customer_id = later.customer_id
    where
        earlier.ticket_id <> later.ticket_id
        and (
            earlier.linked_order_id = later.linked_order_id
            or earlier.linked_order_id is null
            or later.linked_order_id is null
        )
        and (
            later.created_at > earlier.created_at
            or (
                later.created_at = earlier.created_at
                and later.ticket_id > earlier.ticket_id
            )
        )
    group by earlier.ticket_id
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
