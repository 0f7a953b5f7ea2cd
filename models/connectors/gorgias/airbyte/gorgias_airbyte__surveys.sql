{{ config(enabled=is_connected('gorgias', 'airbyte')) }}

with

satisfaction_surveys as (
    {{ vendor_rows('gorgias', 'airbyte', 'satisfaction_surveys') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as survey_id,
        ticket_id,
        score,
        sent_datetime as sent_at,
        scored_datetime as scored_at,
        _airbyte_extracted_at as loaded_at
    from satisfaction_surveys
)

select * from final
