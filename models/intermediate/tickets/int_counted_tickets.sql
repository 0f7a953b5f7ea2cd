{{ config(materialized='table') }}

with

live_tickets as (
    select * from {{ ref('int_live_tickets') }}
),

merged_tickets as (
    select ticket_id from {{ ref('int_merged_tickets') }}
),

final as (
    select live_tickets.*
    from live_tickets
    left join merged_tickets
        on live_tickets.ticket_id = merged_tickets.ticket_id
    where merged_tickets.ticket_id is null
)

select * from final
