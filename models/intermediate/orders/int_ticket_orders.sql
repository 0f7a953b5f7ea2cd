{{ config(materialized='table') }}

with

tickets as (
    select
        ticket_id,
        customer_id,
        order_id,
        created_at,
        journey_stage,
        is_catch_all,
        is_code_valid
    from {{ ref('int_ticket_reasons') }}
),

history as (
    select * from {{ ref('int_ticket_order_history') }}
),

orders as (
    select * from {{ ref('int_orders_as_of') }}
    where not is_test
),

linked as (
    select
        tickets.ticket_id,
        tickets.created_at,
        tickets.journey_stage,
        tickets.is_catch_all,
        tickets.is_code_valid,
        case
            when stated.order_id is not null
                then case
                        when tickets.customer_id <> stated.customer_id then 'mismatch'
                        else 'stated'
                    end
            when
                tickets.journey_stage = 'post_purchase'
                and history.latest_ordered_at
                >= {{ add_time('tickets.created_at', days=-var('order_link_days')) }}
                then 'inferred'
            else 'none'
        end as order_link,
        stated.order_id as stated_order_id,
        history.latest_order_id,
        history.orders_before,
        history.amount_before,
        history.recent_amount_before
    from tickets
    left join orders as stated
        on tickets.order_id = stated.order_id
    left join history
        on tickets.ticket_id = history.ticket_id
),

resolved_links as (
    select
        ticket_id,
        created_at,
        journey_stage,
        is_catch_all,
        is_code_valid,
        order_link,
        orders_before,
        amount_before,
        recent_amount_before,
        case order_link
            when 'stated' then stated_order_id
            when 'inferred' then latest_order_id
        end as linked_order_id
    from linked
),

-- the first that applies: whoever corrects it starts with the code, then the order
judged as (
    select
        resolved_links.ticket_id,
        resolved_links.order_link,
        resolved_links.linked_order_id,
        orders.region as linked_order_region,
        orders.total_amount as linked_order_amount,
        resolved_links.orders_before,
        resolved_links.amount_before,
        resolved_links.recent_amount_before,
        case
            when coalesce(resolved_links.is_catch_all, true) then 'catch_all'
            when not resolved_links.is_code_valid then 'expired'
            when resolved_links.journey_stage = 'post_purchase'
                then case
                        when resolved_links.linked_order_id is null then 'no_order'
                    end
            when orders.delivered_at <= resolved_links.created_at then 'order_delivered'
        end as reason_fault
    from resolved_links
    left join orders
        on resolved_links.linked_order_id = orders.order_id
),

final as (
    select
        *,
        reason_fault is null as is_high_quality_reason
    from judged
)

select * from final
