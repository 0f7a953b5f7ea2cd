{{ config(enabled=is_connected('gorgias'), materialized='table') }}

with

tickets as (
    {{ rows_of_loaders('gorgias', 'tickets') }}
),

states as (
    select * from {{ ref('gorgias__ticket_states') }}
),

merged as (
    select * from {{ ref('gorgias__merges') }}
),

orders as (
    select * from {{ ref('gorgias__orders') }}
),

people as (
    select * from {{ ref('gorgias__people') }}
),

chosen_tags as (
    select * from {{ ref('reasons__chosen_tags') }}
),

channels as (
    select * from {{ ref('channel_map') }}
    where {{ adapter.quote('system') }} = 'gorgias'
),

named as (
    select
        *,
        {{ lower_case(strip('status')) }} as vendor_status,
        {{ lower_case(strip('channel')) }} as vendor_channel,
        {{ lower_case(strip('priority')) }} as vendor_priority,
        {{ lower_case(strip('via')) }} as vendor_via
    from tickets
),

final as (
    select
        named.connection,
        named.connection_number,
        named.vendor_table,
        {{ prefixed_id('named.ticket_id', 'named.id_prefix') }} as ticket_id,
        named.requester_id,
        coalesce(people.email, named.requester_email) as requester_email,
        people.phone as requester_phone,
        people.shop_customer_id,
        coalesce(orders.acted_on, named.order_value, orders.shown) as order_reference,
        case
            when orders.acted_on is not null then 'id'
            when named.order_value is not null then 'text'
            when orders.shown is not null then 'id'
        end as order_reference_kind,
        cast(null as {{ dbt.type_string() }}) as customer_id,
        cast(null as {{ dbt.type_string() }}) as order_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        coalesce(channels.channel, named.vendor_channel) as channel,
        cast(null as {{ dbt.type_string() }}) as region,
        named.subject,
        coalesce({{ lower_case(strip('named.reason_value')) }}, chosen_tags.reason_tag)
            as reason_tag,
        case named.vendor_priority
            when 'critical' then 'urgent'
            else coalesce(named.vendor_priority, 'normal')
        end as priority,
        case
            when named.vendor_status = 'closed' and states.is_snoozed then 'pending'
            else named.vendor_status
        end as status,
        case
            when named.from_agent then 'agent'
            when named.vendor_via = 'rule' then 'system'
            when named.vendor_via = 'api' and not states.is_spoken then 'system'
            else 'customer'
        end as initiated_by,
        named.created_at,
        coalesce(named.updated_at, named.created_at) as updated_at,
        {{ prefixed_id('named.assignee_id', 'named.id_prefix') }} as assignee_id,
        cast(null as decimal(18, 6)) as cart_value,
        {{ minutes_of_seconds('named.time_value') }} as handle_minutes,
        {{ prefixed_id('merged.target_ticket_id', 'named.id_prefix') }}
            as merged_into_ticket_id,
        named.trashed_at is not null as is_deleted,
        coalesce(named.is_spam, false) as is_spam,
        named.loaded_at,
        cast(null as {{ dbt.type_string() }}) as left_out_reason
    from named
    left join states
        on
            named.connection_number = states.connection_number
            and named.ticket_id = states.ticket_id
    left join merged
        on
            named.connection_number = merged.connection_number
            and named.ticket_id = merged.ticket_id
    left join orders
        on
            named.connection_number = orders.connection_number
            and named.ticket_id = orders.ticket_id
    left join people
        on
            named.connection_number = people.connection_number
            and named.requester_id = people.customer_id
    left join chosen_tags
        on
            named.connection_number = chosen_tags.connection_number
            and named.ticket_id = chosen_tags.ticket_id
    left join channels
        on named.vendor_channel = channels.vendor_channel
)

select * from final
