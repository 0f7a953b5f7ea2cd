{{ config(enabled=is_connected('zendesk', 'fivetran')) }}

with

ticket_tag as (
    {{ vendor_rows('zendesk', 'fivetran', 'ticket_tag') }}
),

final as (
    select
        connection_number,
        ticket_id,
        tag
    from ticket_tag
)

select * from final
