{{ config(enabled=is_connected('gorgias')) }}

-- Which order a ticket is about, as far as Gorgias says: what was done to one, else
-- what was typed into a field, else the only one that the shop shows beside it.
with

last_tickets as (
    select * from {{ ref('gorgias__last_tickets') }}
),

actions as (
    select * from {{ ref('gorgias__order_actions') }}
    where action_rank = 1
),

ticket_orders as (
    {{ rows_of_loaders('gorgias', 'ticket_orders') }}
),

only_orders as (
    select
        connection_number,
        ticket_id,
        min(order_reference) as order_reference
    from ticket_orders
    group by connection_number, ticket_id
    having count(distinct order_reference) = 1
),

final as (
    select
        last_tickets.connection_number,
        last_tickets.ticket_id,
        actions.order_reference as acted_on,
        only_orders.order_reference as shown
    from last_tickets
    left join actions
        on
            last_tickets.connection_number = actions.connection_number
            and last_tickets.ticket_id = actions.ticket_id
    left join only_orders
        on
            last_tickets.connection_number = only_orders.connection_number
            and last_tickets.ticket_id = only_orders.ticket_id
    where actions.ticket_id is not null or only_orders.ticket_id is not null
)

select * from final
