with

weeks as (
    select
        week_start_date,
        is_complete_week
    from {{ ref('int_reporting_weeks') }}
),

contacts as (
    select
        created_week_start_date as week_start_date,
        count(*) as contacts,
        count(*) filter (where contact_reason = 'wismo') as wismo_contacts,
        median(resolution_calendar_minutes) filter (where contact_reason = 'wismo')
            as wismo_resolution_minutes,
        sum(handling_cost) filter (where contact_reason = 'wismo')
            as wismo_handling_cost
    from {{ ref('fct_tickets') }}
    where is_contact
    group by created_week_start_date
),

orders as (
    select
        cast(date_trunc('week', shipped_date) as date) as week_start_date,
        count(*) filter (where is_informed) as informed_orders,
        count(*) filter (where is_informed and has_asked) as informed_asked,
        count(*) filter (where not is_informed) as uninformed_orders,
        count(*) filter (where not is_informed and has_asked) as uninformed_asked
    from {{ ref('fct_orders') }}
    where is_informed is not null
    group by cast(date_trunc('week', shipped_date) as date)
),

joined as (
    select
        weeks.week_start_date,
        weeks.is_complete_week,
        coalesce(contacts.contacts, 0) as contacts,
        coalesce(contacts.wismo_contacts, 0) as wismo_contacts,
        contacts.wismo_resolution_minutes,
        cast(coalesce(contacts.wismo_handling_cost, 0) as decimal(38, 9))
            as wismo_handling_cost,
        coalesce(orders.informed_orders, 0) as informed_orders,
        coalesce(orders.informed_asked, 0) as informed_asked,
        coalesce(orders.uninformed_orders, 0) as uninformed_orders,
        coalesce(orders.uninformed_asked, 0) as uninformed_asked
    from weeks
    left join contacts
        on weeks.week_start_date = contacts.week_start_date
    left join orders
        on weeks.week_start_date = orders.week_start_date
),

rated as (
    select
        *,
        {{ ratio('informed_asked', 'informed_orders') }} as informed_asked_rate,
        {{ ratio('uninformed_asked', 'uninformed_orders') }} as uninformed_asked_rate,
        informed_orders >= {{ var('min_group') }}
        and uninformed_orders >= {{ var('min_group') }}
        and uninformed_asked > 0 as is_comparable
    from joined
),

final as (
    select
        week_start_date,
        is_complete_week,
        contacts,
        wismo_contacts,
        {{ ratio('wismo_contacts', 'contacts') }} as wismo_contact_rate,
        wismo_resolution_minutes,
        wismo_handling_cost,
        informed_orders,
        informed_asked,
        uninformed_orders,
        uninformed_asked,
        informed_asked_rate,
        uninformed_asked_rate,
        case when is_comparable then 1 - informed_asked_rate / uninformed_asked_rate end
            as wismo_deflection_rate,
        case
            when is_comparable
                then informed_orders * uninformed_asked_rate - informed_asked
        end as deflected_contacts
    from rated
)

select * from final
