{{ config(enabled=is_connected('zendesk', 'fivetran')) }}

-- Fivetran leaves out how a comment came: automations are known by their author alone.
with

ticket_comment as (
    {{ vendor_rows('zendesk', 'fivetran', 'ticket_comment') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as comment_id,
        ticket_id,
        user_id as author_id,
        cast(null as {{ dbt.type_string() }}) as via_channel,
        {{ adapter.quote('public') }} as is_public,
        created as created_at,
        _fivetran_deleted as is_deleted,
        _fivetran_synced as loaded_at
    from ticket_comment
)

select * from final
