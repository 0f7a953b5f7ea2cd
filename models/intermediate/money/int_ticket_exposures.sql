{{ config(materialized='table') }}

-- The money a ticket puts at stake, by what its impact exposes: the cart, the order or
-- the customer.
with

tickets as (
    select
        ticket_id,
        cart_value,
        created_month_start_date,
        commercial_impact
    from {{ ref('int_ticket_reasons') }}
),

orders as (
    select
        ticket_id,
        linked_order_id,
        linked_order_amount,
        orders_before,
        amount_before,
        recent_amount_before
    from {{ ref('int_ticket_orders') }}
),

average_orders as (
    select * from {{ ref('int_average_orders_by_month') }}
),

refunded as (
    select
        order_id,
        sum(amount) as refunded_amount
    from {{ ref('int_refunds') }}
    where is_completed
    group by order_id
),

weights as (
    select * from {{ ref('impact_weights') }}
),

valued as (
    select
        tickets.ticket_id,
        weights.risk_weight,
        case weights.exposure
            when 'cart'
                then coalesce(
                        cast(tickets.cart_value as decimal(38, 6)),
                        cast(
                            {{ ratio('orders.amount_before', 'orders.orders_before') }}
                            as decimal(38, 6)
                        ),
                        cast(average_orders.average_amount as decimal(38, 6))
                    )
            when 'order'
                then case
                        -- greatest() would turn the null of no order into 0
                        when orders.linked_order_id is not null
                            then cast(greatest(
                                    orders.linked_order_amount
                                    - coalesce(refunded.refunded_amount, 0),
                                    0
                                ) as decimal(38, 6))
                    end
            when 'customer' then cast(orders.recent_amount_before as decimal(38, 6))
        end as exposed_value
    from tickets
    left join weights
        on tickets.commercial_impact = weights.commercial_impact
    left join orders
        on tickets.ticket_id = orders.ticket_id
    left join refunded
        on orders.linked_order_id = refunded.order_id
    left join average_orders
        on tickets.created_month_start_date = average_orders.month_start_date
),

final as (
    select
        ticket_id,
        cast(coalesce(exposed_value, 0) as decimal(38, 6)) as exposed_value,
        exposed_value is null as has_no_exposure,
        coalesce({{ share_of_amount('exposed_value', 'risk_weight') }}, 0)
            as value_at_risk
    from valued
)

select * from final
