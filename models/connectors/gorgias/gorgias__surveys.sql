{{ config(enabled=is_connected('gorgias')) }}

-- A survey that was never sent asked nobody.
with

surveys as (
    {{ rows_of_loaders('gorgias', 'surveys') }}
),

final as (
    select
        connection,
        vendor_table,
        id_prefix || 'csat-' || survey_id as survey_id,
        'csat' as survey_type,
        cast(null as {{ dbt.type_string() }}) as customer_id,
        {{ prefixed_id('ticket_id') }} as ticket_id,
        score,
        sent_at,
        scored_at as responded_at,
        loaded_at,
        case when sent_at is null then 'never sent' end as left_out_reason
    from surveys
)

select * from final
