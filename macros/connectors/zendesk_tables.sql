{#- What is read of Zendesk, as loaders leave it; see vendor_rows.sql. -#}

{#- As Fivetran leaves it: columns of custom fields are called custom_<field>. -#}
{% macro zendesk_fivetran_tables() %}
    {% set key = {'kind': 'id', 'is_required': true} %}
    {% set moment = {'kind': 'time', 'is_required': true} %}
    {% do return({
        'ticket': {'is_required': true, 'columns': {
            'id': key,
            'requester_id': 'id',
            'submitter_id': 'id',
            'assignee_id': 'id',
            'group_id': 'id',
            'via_channel': 'text',
            'subject': 'text',
            'priority': 'text',
            'status': {'kind': 'text', 'is_required': true},
            'custom_status_id': 'id',
            'created_at': moment,
            'updated_at': 'time',
            'merged_ticket_ids': 'text',
            'reason_value': {'kind': 'text', 'from_option': 'reason_field'},
            'order_value': {'kind': 'text', 'from_option': 'order_field'},
            'time_value': {'kind': 'number', 'from_option': 'time_field'},
            '_fivetran_deleted': 'flag',
            '_fivetran_synced': moment,
        }},
        'ticket_comment': {'is_required': true, 'columns': {
            'id': key,
            'ticket_id': key,
            'user_id': 'id',
            'created': moment,
            'public': 'flag',
            'voice_comment': 'flag',
            '_fivetran_deleted': 'flag',
            '_fivetran_synced': moment,
        }},
        'user': {'is_required': true, 'columns': {
            'id': key,
            'email': 'text',
            'phone': 'text',
            'role': {'kind': 'text', 'is_required': true},
            '_fivetran_deleted': 'flag',
            '_fivetran_synced': moment,
        }},
        'ticket_field_history': {
            'without': [
                ['ticket_events', 'reopens cannot be seen: no status history'],
                ['surveys', 'CSAT cannot be seen: no history of satisfaction scores'],
            ],
            'columns': {
                'ticket_id': key,
                'field_name': {'kind': 'text', 'is_required': true},
                'value': 'text',
                'updated': moment,
                'user_id': 'id',
                '_fivetran_synced': 'time',
            },
        },
        'ticket_tag': {
            'is_lookup': true,
            'without': [['tickets', 'tags cannot be seen']],
            'columns': {'ticket_id': key, 'tag': {'kind': 'text', 'is_required': true}},
        },
        'user_tag': {
            'is_lookup': true,
            'columns': {'user_id': key, 'tag': {'kind': 'text', 'is_required': true}},
        },
        'group': {
            'is_lookup': true,
            'columns': {'id': key, 'name': 'text', '_fivetran_synced': 'time'},
        },
    }) %}
{% endmacro %}
