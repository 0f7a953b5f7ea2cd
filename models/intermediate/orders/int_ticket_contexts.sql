-- Where a ticket comes from and what it is about: its order; its own region and product
-- first, then those of its linked order, then the region of the customer.
with

tickets as (
    select
        ticket_id,
        customer_id,
        product_id,
        region
    from {{ ref('int_counted_tickets') }}
),

orders as (
    select * from {{ ref('int_ticket_orders') }}
),

customers as (
    select
        customer_id,
        region
    from {{ ref('stg_shop__customers') }}
),

product_categories as (
    select * from {{ ref('int_product_categories') }}
),

-- of the orders that tickets are linked to: most orders are nobody's question
single_categories as (
    select
        lines.order_id,
        min(line_categories.product_category) as product_category
    from {{ ref('stg_shop__order_lines') }} as lines
    inner join product_categories as line_categories
        on lines.product_id = line_categories.product_id
    where
        lines.order_id in (
            select orders.linked_order_id from {{ ref('int_ticket_orders') }} as orders
        )
    group by lines.order_id
    having count(distinct line_categories.product_category) = 1
),

final as (
    select
        tickets.ticket_id,
        orders.order_link,
        orders.linked_order_id,
        orders.reason_fault,
        orders.is_high_quality_reason,
        coalesce(tickets.region, orders.linked_order_region, customers.region)
            as region,
        coalesce(
            product_categories.product_category, single_categories.product_category
        ) as product_category
    from tickets
    left join orders
        on tickets.ticket_id = orders.ticket_id
    left join customers
        on tickets.customer_id = customers.customer_id
    left join product_categories
        on tickets.product_id = product_categories.product_id
    left join single_categories
        on orders.linked_order_id = single_categories.order_id
)

select * from final
