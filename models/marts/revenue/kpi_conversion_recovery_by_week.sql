with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

weeks as (
    select
        week_start_date,
        is_complete_week
    from {{ ref('int_reporting_weeks') }}
),

eligible as (
    select
        contacts.ticket_id,
        contacts.customer_id,
        contacts.channel,
        contacts.created_at,
        contacts.created_week_start_date as week_start_date,
        {{ add_time('contacts.created_at', days=var('conversion_days')) }}
            as window_ends_at
    from {{ ref('fct_tickets') }} as contacts
    cross join clock
    where
        contacts.is_contact
        and contacts.journey_stage in ('pre_purchase', 'checkout')
        and contacts.customer_id is not null
        and {{ add_time('contacts.created_at', days=var('conversion_days')) }}
        <= clock.as_of
),

orders as (
    select
        order_id,
        customer_id,
        ordered_at,
        total_amount
    from {{ ref('fct_orders') }}
    where customer_id is not null and not is_test and not is_cancelled
),

-- an order may follow several contacts; its revenue is the latest one's
followed as (
    select
        eligible.ticket_id,
        orders.total_amount,
        row_number() over (
            partition by orders.order_id
            order by eligible.created_at desc, eligible.ticket_id desc
        ) as contact_rank
    from eligible
    inner join orders
        on
            eligible.customer_id = orders.customer_id
            and eligible.created_at < orders.ordered_at
            and eligible.window_ends_at >= orders.ordered_at
),

recovered as (
    select
        ticket_id,
        coalesce(sum(total_amount) filter (where contact_rank = 1), 0) as revenue
    from followed
    group by ticket_id
),

counted as (
    select
        eligible.week_start_date,
        eligible.channel,
        count(*) as eligible_contacts,
        count(recovered.ticket_id) as recovered_contacts,
        coalesce(sum(recovered.revenue), 0) as recovered_revenue
    from eligible
    left join recovered
        on eligible.ticket_id = recovered.ticket_id
    group by eligible.week_start_date, eligible.channel
),

final as (
    select
        weeks.week_start_date,
        counted.channel,
        weeks.is_complete_week,
        counted.eligible_contacts,
        counted.recovered_contacts,
        {{ ratio('counted.recovered_contacts', 'counted.eligible_contacts') }}
            as conversion_recovery_rate,
        cast(counted.recovered_revenue as decimal(38, 6)) as recovered_revenue
    from counted
    inner join weeks
        on counted.week_start_date = weeks.week_start_date
)

select * from final
