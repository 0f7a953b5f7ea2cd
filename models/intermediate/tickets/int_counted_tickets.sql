-- Merged tickets count where their chain ends, if at all.
with

final as (
    select
        ticket_id,
        customer_id,
        order_id,
        product_id,
        region,
        reason_tag,
        assignee_id,
        cart_value,
        handle_minutes,
        status,
        initiated_by,
        is_contact,
        channel,
        priority,
        created_at,
        updated_at,
        created_date,
        created_week_start_date,
        created_month_start_date
    from {{ ref('int_live_tickets') }}
    where counts_for_ticket_id = ticket_id
)

select * from final
