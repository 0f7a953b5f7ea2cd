{{ config(enabled=is_connected('gorgias')) }}

with

ticket_tags as (
    {{ rows_of_loaders('gorgias', 'ticket_tags') }}
),

final as (
    select distinct
        connection_number,
        ticket_id,
        {{ lower_case(strip('tag')) }} as reason_tag
    from ticket_tags
    where {{ strip('tag') }} is not null
)

select * from final
