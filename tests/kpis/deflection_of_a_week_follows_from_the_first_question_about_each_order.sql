-- A row is a week of kpi_wismo_by_week that the orders shipped in it do not bear out.
-- Of an order only the first wismo contact matters: it came by the landmark, within the
-- window, or not at all.
-- Remedy: list the orders shipped in that week in fct_orders with their updates and
-- their first wismo contact, and mend int_tracked_orders or the mart.

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

weeks as (
    select
        week_start_date,
        starts_at,
        ends_at
    from {{ ref('int_reporting_weeks') }}
),

-- an order finds its week among those that touch its UTC day, by the instants
week_days as (
    select
        *,
        {{ explode_days(as_date('starts_at'), as_date('ends_at')) }} as utc_date
    from weeks
),

orders as (
    select
        order_id,
        shipped_at
    from {{ ref('fct_orders') }}
    where not is_test and shipped_at is not null
),

updates as (
    select
        order_id,
        sent_at
    from {{ ref('int_order_updates_as_of') }}
),

wismo_contacts as (
    select
        linked_order_id,
        created_at,
        created_week_start_date,
        handling_cost
    from {{ ref('fct_tickets') }}
    where is_contact and contact_reason = 'wismo'
),

marts as (
    select * from {{ ref('kpi_wismo_by_week') }}
),

first_questions as (
    select
        linked_order_id as order_id,
        min(created_at) as asked_at
    from wismo_contacts
    where linked_order_id is not null
    group by linked_order_id
),

-- in which week, and until when
shipped as (
    select
        orders.order_id,
        week_days.week_start_date,
        {{ add_time('orders.shipped_at', hours=var('wismo_landmark_hours')) }}
            as landmark_at,
        {{ add_time('orders.shipped_at', days=var('wismo_days')) }} as ends_at
    from orders
    inner join week_days
        on
            {{ as_date('orders.shipped_at') }} = week_days.utc_date
            and {{ is_within('orders.shipped_at', 'week_days') }}
),

shipped_and_asked as (
    select
        shipped.order_id,
        shipped.week_start_date,
        shipped.landmark_at,
        coalesce(first_questions.asked_at <= shipped.ends_at, false) as has_asked
    from shipped
    cross join clock
    left join first_questions
        on shipped.order_id = first_questions.order_id
    where
        shipped.ends_at <= clock.as_of
        and (
            first_questions.asked_at is null
            or first_questions.asked_at > shipped.landmark_at
        )
),

counted as (
    select
        week_start_date,
        count(*) as all_orders,
        count(*) filter (where has_asked) as all_asked
    from shipped_and_asked
    group by week_start_date
),

informed as (
    select
        shipped_and_asked.week_start_date,
        count(*) as orders,
        count(*) filter (where shipped_and_asked.has_asked) as asked
    from shipped_and_asked
    semi join updates
        on
            shipped_and_asked.order_id = updates.order_id
            and shipped_and_asked.landmark_at >= updates.sent_at
    group by shipped_and_asked.week_start_date
),

asked as (
    select
        created_week_start_date as week_start_date,
        count(*) as contacts,
        sum(handling_cost) as handling_cost
    from wismo_contacts
    group by created_week_start_date
),

compared as (
    select
        weeks.week_start_date,
        case
            when marts.week_start_date is null then 'the week is not in the mart'
            when marts.wismo_contacts <> coalesce(asked.contacts, 0)
                then 'wismo_contacts'
            when marts.wismo_handling_cost <> coalesce(asked.handling_cost, 0)
                then 'wismo_handling_cost'
            when marts.informed_orders <> coalesce(informed.orders, 0)
                then 'informed_orders'
            when
                marts.informed_orders + marts.uninformed_orders
                <> coalesce(counted.all_orders, 0)
                then 'uninformed_orders'
            when marts.informed_asked <> coalesce(informed.asked, 0)
                then 'informed_asked'
            when
                marts.informed_asked + marts.uninformed_asked
                <> coalesce(counted.all_asked, 0)
                then 'uninformed_asked'
            when
                marts.wismo_deflection_rate is not null
                and least(marts.informed_orders, marts.uninformed_orders)
                < {{ var('min_group') }}
                then 'a rate of a group that is too small'
        end as problem
    from weeks
    left join marts
        on weeks.week_start_date = marts.week_start_date
    left join counted
        on weeks.week_start_date = counted.week_start_date
    left join informed
        on weeks.week_start_date = informed.week_start_date
    left join asked
        on weeks.week_start_date = asked.week_start_date
)

select *
from compared
where problem is not null
