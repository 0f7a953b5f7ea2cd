{{ config(enabled=is_connected('zendesk'), materialized='table') }}

with

tickets as (
    {{ rows_of_loaders('zendesk', 'tickets') }}
),

last_users as (
    select * from {{ ref('zendesk__last_users') }}
),

initiators as (
    select * from {{ ref('zendesk__initiators') }}
),

merged as (
    select * from {{ ref('zendesk__merges') }}
),

statuses as (
    select * from {{ ref('zendesk__statuses_before_deletion') }}
),

chosen_tags as (
    select * from {{ ref('reasons__chosen_tags') }}
),

channels as (
    select * from {{ ref('channel_map') }}
    where {{ adapter.quote('system') }} = 'zendesk'
),

named as (
    select
        *,
        {{ lower_case(strip('status')) }} as vendor_status,
        {{ lower_case(strip('via_channel')) }} as vendor_channel
    from tickets
),

final as (
    select
        named.connection,
        named.connection_number,
        named.vendor_table,
        {{ prefixed_id('named.ticket_id', 'named.id_prefix') }} as ticket_id,
        named.requester_id,
        requesters.email as requester_email,
        requesters.phone as requester_phone,
        cast(null as {{ dbt.type_string() }}) as shop_customer_id,
        named.order_value as order_reference,
        case when named.order_value is not null then 'text' end as order_reference_kind,
        cast(null as {{ dbt.type_string() }}) as customer_id,
        cast(null as {{ dbt.type_string() }}) as order_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        coalesce(channels.channel, named.vendor_channel) as channel,
        cast(null as {{ dbt.type_string() }}) as region,
        named.subject,
        coalesce({{ lower_case(strip('named.reason_value')) }}, chosen_tags.reason_tag)
            as reason_tag,
        coalesce({{ lower_case(strip('named.priority')) }}, 'normal') as priority,
        case
            when named.vendor_status = 'deleted'
                then coalesce(statuses.status, 'closed')
            else {{ zendesk_status('named.vendor_status') }}
        end as status,
        initiators.initiated_by,
        named.created_at,
        coalesce(named.updated_at, named.created_at) as updated_at,
        {{ prefixed_id('named.assignee_id', 'named.id_prefix') }} as assignee_id,
        cast(null as decimal(18, 6)) as cart_value,
        {{ minutes_of_seconds('named.time_value') }} as handle_minutes,
        {{ prefixed_id('merged.target_ticket_id', 'named.id_prefix') }}
            as merged_into_ticket_id,
        coalesce(named.is_deleted, false) or named.vendor_status = 'deleted'
            as is_deleted,
        false as is_spam,
        named.loaded_at,
        cast(null as {{ dbt.type_string() }}) as left_out_reason
    from named
    left join initiators
        on
            named.connection_number = initiators.connection_number
            and named.ticket_id = initiators.ticket_id
    left join merged
        on
            named.connection_number = merged.connection_number
            and named.ticket_id = merged.ticket_id
    left join statuses
        on
            named.connection_number = statuses.connection_number
            and named.ticket_id = statuses.ticket_id
    left join chosen_tags
        on
            named.connection_number = chosen_tags.connection_number
            and named.ticket_id = chosen_tags.ticket_id
    left join last_users as requesters
        on
            named.connection_number = requesters.connection_number
            and named.requester_id = requesters.user_id
    left join channels
        on named.vendor_channel = channels.vendor_channel
)

select * from final
