{{ config(enabled=is_connected('zendesk', 'fivetran')) }}

-- A change has no id: ticket, field and time are its key.
with

ticket_field_history as (
    {{ vendor_rows('zendesk', 'fivetran', 'ticket_field_history') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        ticket_id || ' ' || cast(updated as {{ dbt.type_string() }}) as change_id,
        ticket_id,
        user_id as author_id,
        field_name,
        value,
        updated as changed_at,
        _fivetran_synced as loaded_at
    from ticket_field_history
)

select * from final
