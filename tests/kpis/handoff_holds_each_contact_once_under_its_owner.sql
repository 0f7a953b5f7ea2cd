-- A row is a month of kpi_owner_handoff that lost or doubled a contact, a cent of cost
-- or of revenue at risk, or whose ranks are not 1, 2, 3 ... by revenue at risk.
-- Remedy: add up the contacts of that month by owner and reason_code in fct_tickets.

with

history as (
    select start_month_start_date from {{ ref('int_history') }}
),

contacts as (
    select
        tickets.created_month_start_date as month_start_date,
        count(*) as contacts,
        sum(tickets.handling_cost) as handling_cost,
        sum(tickets.revenue_at_risk) as revenue_at_risk,
        count(case when tickets.is_refund_linked then 1 end) as refund_linked_contacts
    from {{ ref('fct_tickets') }} as tickets
    cross join history
    where
        tickets.is_contact
        and tickets.created_month_start_date >= history.start_month_start_date
    group by tickets.created_month_start_date
),

ranked as (
    select
        *,
        lag(revenue_at_risk) over (
            partition by month_start_date
            order by handoff_rank
        ) as revenue_at_risk_before
    from {{ ref('kpi_owner_handoff') }}
),

marts as (
    select
        month_start_date,
        count(*) as handoffs,
        count(distinct handoff_rank) as ranks,
        max(handoff_rank) as last_rank,
        count(case when revenue_at_risk > revenue_at_risk_before then 1 end)
            as out_of_order,
        count(case when overdue_fixes > open_fixes then 1 end) as impossible_fixes,
        sum(contacts) as contacts,
        min(total_contacts) as total_contacts,
        sum(handling_cost) as handling_cost,
        sum(revenue_at_risk) as revenue_at_risk,
        sum(refund_linked_contacts) as refund_linked_contacts
    from ranked
    group by month_start_date
),

compared as (
    select
        coalesce(marts.month_start_date, contacts.month_start_date) as month_start_date,
        case
            when coalesce(marts.contacts, 0) <> coalesce(contacts.contacts, 0)
                then 'contacts'
            when marts.total_contacts <> contacts.contacts then 'total_contacts'
            when marts.handling_cost <> contacts.handling_cost then 'handling_cost'
            when marts.revenue_at_risk <> contacts.revenue_at_risk
                then 'revenue_at_risk'
            when marts.refund_linked_contacts <> contacts.refund_linked_contacts
                then 'refund_linked_contacts'
            when
                marts.handoffs <> marts.ranks
                or marts.handoffs <> marts.last_rank
                or marts.out_of_order > 0
                then 'handoff_rank'
            when marts.impossible_fixes > 0 then 'more fixes overdue than open'
        end as problem
    from marts
    full join contacts
        on marts.month_start_date = contacts.month_start_date
)

select *
from compared
where problem is not null
