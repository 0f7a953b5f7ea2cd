{{ config(enabled=is_connected('gorgias', 'airbyte')) }}

-- The orders that a shop's integration shows beside a ticket.
with

tickets as (
    {{ vendor_rows('gorgias', 'airbyte', 'tickets') }}
),

integrations as (
    select
        connection_number,
        id as ticket_id,
        {{ json_items('integrations') }} as integration
    from tickets
    where integrations is not null
),

listed as (
    select
        connection_number,
        ticket_id,
        {{ json_items('integration', 'orders') }} as shown_order
    from integrations
),

named as (
    select
        connection_number,
        ticket_id,
        coalesce(
            {{ json_id('shown_order', 'id') }}, {{ json_text('shown_order', 'name') }}
        ) as order_reference
    from listed
    union
    select
        connection_number,
        ticket_id,
        coalesce(
            {{ json_id('integration', 'order.id') }},
            {{ json_id('integration', 'order_id') }}
        ) as order_reference
    from integrations
),

final as (
    select * from named
    where order_reference is not null
)

select * from final
