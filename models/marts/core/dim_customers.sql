-- Everyone who is known, has ordered, written or answered: a customer that the
-- customers table lacks is still one row. No name and no e-mail leaves staging.
with

customers as (
    select
        customer_id,
        region
    from {{ ref('stg_shop__customers') }}
),

orders as (
    select
        customer_id,
        min(ordered_at) as first_ordered_at,
        max(ordered_at) as last_ordered_at,
        count(*) as orders
    from {{ ref('fct_orders') }}
    where customer_id is not null and not is_test
    group by customer_id
),

contacts as (
    select
        customer_id,
        min(created_at) as first_contact_at,
        max(created_at) as last_contact_at,
        count(*) as contacts
    from {{ ref('fct_tickets') }}
    where customer_id is not null and is_contact
    group by customer_id
),

keys as (
    select customer_id from customers
    union distinct
    select customer_id from {{ ref('fct_orders') }}
    union distinct
    select customer_id from {{ ref('fct_tickets') }}
    union distinct
    select customer_id from {{ ref('fct_surveys') }}
),

final as (
    select
        keys.customer_id,
        customers.region,
        orders.first_ordered_at,
        orders.last_ordered_at,
        coalesce(orders.orders, 0) as orders,
        contacts.first_contact_at,
        contacts.last_contact_at,
        coalesce(contacts.contacts, 0) as contacts
    from keys
    left join customers using (customer_id)
    left join orders using (customer_id)
    left join contacts using (customer_id)
    where keys.customer_id is not null
)

select * from final
