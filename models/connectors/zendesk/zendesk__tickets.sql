{{ config(enabled=is_connected('zendesk')) }}

with

tickets as (
    {%- for loader in connected_loaders('zendesk') %}
    select * from {{ ref('zendesk_' ~ loader ~ '__tickets') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        connection,
        connection_number,
        {{ prefixed_id('ticket_id') }} as ticket_id,
        requester_id,
        cast(null as {{ dbt.type_string() }}) as requester_email,
        cast(null as {{ dbt.type_string() }}) as requester_phone,
        cast(null as {{ dbt.type_string() }}) as shop_customer_id,
        order_value as order_reference,
        cast(null as {{ dbt.type_string() }}) as order_reference_kind,
        cast(null as {{ dbt.type_string() }}) as customer_id,
        cast(null as {{ dbt.type_string() }}) as order_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        via_channel as channel,
        cast(null as {{ dbt.type_string() }}) as region,
        subject,
        reason_value as reason_tag,
        priority,
        status,
        'customer' as initiated_by,
        created_at,
        updated_at,
        assignee_id,
        cast(null as decimal(18, 6)) as cart_value,
        time_value / 60 as handle_minutes,
        cast(null as {{ dbt.type_string() }}) as merged_into_ticket_id,
        is_deleted,
        cast(null as boolean) as is_spam,
        loaded_at
    from tickets
)

select * from final
