{{ config(enabled=is_connected('zendesk', 'fivetran')) }}

-- The ticket that goes on lists those that were merged into it.
with

ticket as (
    {{ vendor_rows('zendesk', 'fivetran', 'ticket') }}
),

listed as (
    select
        connection_number,
        id as target_ticket_id,
        {{ json_items('merged_ticket_ids') }} as merged_ticket_id,
        updated_at as merged_at
    from ticket
),

final as (
    select
        connection_number,
        {{ json_id('merged_ticket_id', '') }} as ticket_id,
        target_ticket_id,
        merged_at
    from listed
)

select * from final
