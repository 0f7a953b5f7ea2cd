with

weeks as (
    select
        week_start_date,
        is_complete_week
    from {{ ref('int_reporting_weeks') }}
),

reason_codes as (
    select * from {{ ref('dim_reason_codes') }}
),

contacts as (
    select
        created_week_start_date as week_start_date,
        reason_code,
        count(*) as contacts
    from {{ ref('fct_tickets') }}
    where is_contact
    group by created_week_start_date, reason_code
),

orders as (
    select
        ordered_week_start_date as week_start_date,
        count(*) as orders_placed
    from {{ ref('fct_orders') }}
    where not is_test
    group by ordered_week_start_date
),

totalled as (
    select
        *,
        cast(sum(contacts) over (partition by week_start_date) as bigint)
            as total_contacts
    from contacts
),

final as (
    select
        weeks.week_start_date,
        totalled.reason_code,
        weeks.is_complete_week,
        reason_codes.contact_reason,
        reason_codes.journey_stage,
        reason_codes.journey_topic,
        reason_codes.root_cause,
        reason_codes.commercial_impact,
        reason_codes.owner,
        totalled.contacts,
        totalled.total_contacts,
        {{ ratio('totalled.contacts', 'totalled.total_contacts') }} as contact_share,
        coalesce(orders.orders_placed, 0) as orders_placed,
        {{ ratio('100 * totalled.contacts', 'orders.orders_placed') }}
            as contacts_per_100_orders
    from totalled
    inner join weeks
        on totalled.week_start_date = weeks.week_start_date
    left join reason_codes
        on totalled.reason_code = reason_codes.reason_code
    left join orders
        on totalled.week_start_date = orders.week_start_date
)

select * from final
