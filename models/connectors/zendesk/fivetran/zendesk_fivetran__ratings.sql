{{ config(enabled=is_connected('zendesk', 'fivetran')) }}

with

field_changes as (
    select * from {{ ref('zendesk_fivetran__field_changes') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        change_id as rating_id,
        ticket_id,
        value as score,
        changed_at as created_at,
        changed_at as updated_at,
        loaded_at
    from field_changes
    where field_name = 'satisfaction_score'
)

select * from final
