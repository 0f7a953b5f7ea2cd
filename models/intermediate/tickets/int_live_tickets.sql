{{ config(materialized='table') }}

with

tickets as (
    select * from {{ ref('int_tickets_as_of') }}
    where not is_deleted and not is_spam
),

merged_tickets as (
    select * from {{ ref('int_merged_tickets') }}
),

known_channels as (
    select channel from {{ ref('channel_costs') }}
),

final as (
    select
        tickets.ticket_id,
        case
            when merged_tickets.ticket_id is null then tickets.ticket_id
            else merged_tickets.counts_for_ticket_id
        end as counts_for_ticket_id,
        tickets.customer_id,
        tickets.order_id,
        tickets.product_id,
        tickets.region,
        tickets.reason_tag,
        tickets.assignee_id,
        tickets.cart_value,
        tickets.handle_minutes,
        tickets.status,
        tickets.initiated_by,
        tickets.initiated_by = 'customer' as is_contact,
        coalesce(known_channels.channel, 'other') as channel,
        case
            when tickets.priority in ({{ known_priorities() }})
                then tickets.priority
            else 'normal'
        end as priority,
        tickets.created_at,
        tickets.updated_at,
        {{ reporting_date('tickets.created_at') }} as created_date,
        {{ reporting_date('tickets.created_at', 'week') }} as created_week_start_date,
        {{ reporting_date('tickets.created_at', 'month') }} as created_month_start_date
    from tickets
    left join merged_tickets
        on tickets.ticket_id = merged_tickets.ticket_id
    left join known_channels
        on tickets.channel = known_channels.channel
)

select * from final
