{{ config(enabled=is_connected('gorgias', 'airbyte')) }}

-- What an event is about stands in its data, by names that differ from type to type.
with

events as (
    {{ vendor_rows('gorgias', 'airbyte', 'events') }}
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        id as event_id,
        context,
        {{ adapter.quote('type') }} as event_type,
        case when lower(object_type) = 'ticket' then object_id end as ticket_id,
        user_id,
        created_datetime as occurred_at,
        case
            when {{ adapter.quote('type') }} = 'ticket-merged'
                then coalesce(
                        {{ json_id('data', 'merged_into_ticket.id') }},
                        {{ json_id('data', 'merged_into_ticket_id') }},
                        {{ json_id('data', 'merged_into') }},
                        {{ json_id('data', 'target_ticket.id') }},
                        {{ json_id('data', 'target_ticket_id') }}
                    )
        end as target_ticket_id,
        case
            when {{ adapter.quote('type') }} = 'action-executed'
                then {{ json_id('data', 'payload.order_id') }}
        end as order_reference,
        case
            when {{ adapter.quote('type') }} = 'action-executed'
                then {{ json_text('data', 'action_name') }}
        end as action_name,
        case
            when {{ adapter.quote('type') }} = 'action-executed'
                then {{ json_text('data', 'status') }}
        end as action_status,
        case
            when {{ adapter.quote('type') }} = 'action-executed'
                then {{ json_id('data', 'payload.ticket_id') }}
        end as action_ticket_id,
        _airbyte_extracted_at as loaded_at
    from events
)

select * from final
