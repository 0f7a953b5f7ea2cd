{{ config(enabled=is_connected('shopify', 'fivetran')) }}

with

delivered as (
    {{ vendor_rows('shopify', 'fivetran', 'customer') }}
),

addresses as (
    {{ vendor_rows('shopify', 'fivetran', 'customer_address') }}
),

default_addresses as (
    select
        connection,
        customer_id,
        min(country_code) as country
    from addresses
    where is_default
    group by connection, customer_id
),

final as (
    select
        delivered.connection,
        delivered.connection_number,
        delivered.id_prefix,
        delivered.vendor_table,
        delivered.id as customer_id,
        delivered.email,
        delivered.phone,
        delivered.first_name,
        delivered.last_name,
        default_addresses.country,
        delivered.created_at,
        delivered._fivetran_deleted as is_deleted,
        delivered._fivetran_synced as loaded_at
    from delivered
    left join default_addresses
        on
            delivered.connection = default_addresses.connection
            and delivered.id = default_addresses.customer_id
)

select * from final
