{{ config(enabled=is_connected('zendesk', 'airbyte')) }}

with

satisfaction_ratings as (
    {{ vendor_rows('zendesk', 'airbyte', 'satisfaction_ratings') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as rating_id,
        ticket_id,
        score,
        created_at,
        updated_at,
        _airbyte_extracted_at as loaded_at
    from satisfaction_ratings
)

select * from final
