{{ config(enabled=is_connected('gorgias', 'airbyte')) }}

-- A customer's phone is one of its channels.
with

customers as (
    {{ vendor_rows('gorgias', 'airbyte', 'customers') }}
),

channels as (
    select
        connection_number,
        id,
        {{ json_items('channels') }} as channel
    from customers
    where channels is not null
),

phones as (
    select
        connection_number,
        id,
        min({{ json_text('channel', 'address') }}) as phone
    from channels
    where {{ json_text('channel', 'type') }} in ('phone', 'sms', 'whatsapp')
    group by connection_number, id
),

final as (
    select
        customers.connection,
        customers.connection_number,
        customers.id_prefix,
        customers.vendor_table,
        customers.id as customer_id,
        customers.email,
        phones.phone,
        customers._airbyte_extracted_at as loaded_at
    from customers
    left join phones
        on
            customers.connection_number = phones.connection_number
            and customers.id = phones.id
)

select * from final
