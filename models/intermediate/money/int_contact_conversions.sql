-- Contacts before a purchase whose conversion_days have elapsed, and what their
-- customers ordered after them. Contacts and orders of a customer stand on one time
-- line: to set each contact against each order would not end for a customer with many
-- of both.
with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

eligible as (
    select
        contacts.ticket_id,
        contacts.customer_id,
        contacts.channel,
        contacts.created_at,
        contacts.created_week_start_date as week_start_date
    from {{ ref('fct_tickets') }} as contacts
    cross join clock
    where
        contacts.is_contact
        and contacts.journey_stage in ('pre_purchase', 'checkout')
        and contacts.customer_id is not null
        and {{ add_time('contacts.created_at', days=var('conversion_days')) }}
        <= clock.as_of
),

time_line as (
    select
        customer_id,
        created_at as happened_at,
        week_start_date,
        channel,
        ticket_id,
        created_at,
        cast(null as timestamp) as ordered_at,
        cast(null as decimal(18, 6)) as total_amount
    from eligible
    union all
    select
        customer_id,
        ordered_at as happened_at,
        cast(null as date) as week_start_date,
        {{ dbt.cast('null', dbt.type_string()) }} as channel,
        {{ dbt.cast('null', dbt.type_string()) }} as ticket_id,
        cast(null as timestamp) as created_at,
        ordered_at,
        total_amount
    from {{ ref('fct_orders') }}
    where
        not is_test
        and not is_cancelled
        and customer_id in (select eligible.customer_id from eligible)
),

-- an order at the very time of a contact does not follow it
numbered as (
    select
        *,
        count(ticket_id) over so_far as contact_number,
        max(created_at) over so_far as last_contact_at,
        min(ordered_at) over from_now as next_ordered_at
    from time_line
    window
        so_far as (
            partition by customer_id
            order by happened_at, ticket_id nulls first
            rows between unbounded preceding and current row
        ),
        from_now as (
            partition by customer_id
            order by happened_at desc, ticket_id nulls last
            rows between unbounded preceding and current row
        )
),

-- an order may follow several contacts; its revenue is the latest one's
revenues as (
    select
        customer_id,
        contact_number,
        sum(total_amount) as revenue
    from numbered
    where
        {{ add_time('last_contact_at', days=var('conversion_days')) }} >= ordered_at
    group by customer_id, contact_number
),

final as (
    select
        numbered.ticket_id,
        numbered.week_start_date,
        numbered.channel,
        coalesce(
            {{ add_time('numbered.created_at', days=var('conversion_days')) }}
            >= numbered.next_ordered_at,
            false
        ) as is_recovered,
        cast(coalesce(revenues.revenue, 0) as decimal(38, 6)) as recovered_revenue
    from numbered
    left join revenues
        on
            numbered.customer_id = revenues.customer_id
            and numbered.contact_number = revenues.contact_number
    where numbered.ticket_id is not null
)

select * from final
