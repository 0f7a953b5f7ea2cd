{{ config(enabled=is_connected('gorgias', 'airbyte')) }}

-- Which customers of a shop its integration found for a customer of the helpdesk.
with

customers as (
    {{ vendor_rows('gorgias', 'airbyte', 'customers') }}
),

tickets as (
    {{ vendor_rows('gorgias', 'airbyte', 'tickets') }}
),

integrations as (
    select
        connection_number,
        id as customer_id,
        {{ json_items('integrations') }} as integration
    from customers
    where integrations is not null
    union all
    select
        connection_number,
        {{ json_id('customer', 'id') }} as customer_id,
        {{ json_items('customer', 'integrations') }} as integration
    from tickets
    where customer like '%"integrations"%'
    union all
    select
        connection_number,
        {{ json_id('customer', 'id') }} as customer_id,
        {{ json_items('integrations') }} as integration
    from tickets
    where integrations is not null
),

final as (
    select distinct
        connection_number,
        customer_id,
        coalesce(
            {{ json_id('integration', 'customer.id') }},
            {{ json_id('integration', 'customer_id') }}
        ) as shop_customer_id
    from integrations
)

select * from final
where shop_customer_id is not null and customer_id is not null
