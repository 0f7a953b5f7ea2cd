{#- What is read of Zendesk, as loaders leave it; see vendor_rows.sql. -#}

{#- As Fivetran leaves it: columns of custom fields are called custom_<field>. -#}
{% macro zendesk_fivetran_tables() %}
    {% set key = {'kind': 'id', 'is_required': true} %}
    {% set moment = {'kind': 'time', 'is_required': true} %}
    {% do return({
        'ticket': {'is_required': true, 'columns': {
            'id': key,
            'requester_id': {'kind': 'id', 'without': nobody_asks()},
            'submitter_id': 'id',
            'assignee_id': 'id',
            'group_id': 'id',
            'via_channel': 'text',
            'subject': 'text',
            'priority': 'text',
            'status': {'kind': 'text', 'is_required': true},
            'created_at': moment,
            'updated_at': 'time',
            'merged_ticket_ids': 'json',
            'reason_value': {'kind': 'text', 'from_option': 'reason_field'},
            'order_value': {'kind': 'text', 'from_option': 'order_field'},
            'time_value': {'kind': 'number', 'from_option': 'time_field'},
            '_fivetran_deleted': 'flag',
            '_fivetran_synced': moment,
        }},
        'ticket_comment': {'is_required': true, 'columns': {
            'id': key,
            'ticket_id': key,
            'user_id': key,
            'created': moment,
            'public': {'kind': 'flag', 'is_required': true},
            '_fivetran_deleted': 'flag',
            '_fivetran_synced': moment,
        }},
        'user': {'is_required': true, 'columns': {
            'id': key,
            'email': 'text',
            'phone': 'text',
            'role': {'kind': 'text', 'is_required': true},
            'default_group_id': 'id',
            '_fivetran_synced': 'time',
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
                '_fivetran_synced': moment,
            },
        },
        'ticket_tag': {
            'is_lookup': true,
            'without': [['tickets', 'reasons are those of reason_field alone: no tags']],
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


{#- As Airbyte leaves it: nested values are JSON, custom fields are known by their ids. -#}
{% macro zendesk_airbyte_tables() %}
    {% set key = {'kind': 'id', 'is_required': true} %}
    {% set moment = {'kind': 'time', 'is_required': true} %}
    {% do return({
        'tickets': {'is_required': true, 'columns': {
            'id': key,
            'requester_id': {'kind': 'id', 'without': nobody_asks()},
            'submitter_id': 'id',
            'assignee_id': 'id',
            'group_id': 'id',
            'via': 'json',
            'subject': 'text',
            'priority': 'text',
            'status': {'kind': 'text', 'is_required': true},
            'tags': 'json',
            'reason_value': {
                'kind': 'text', 'from_option': 'reason_field',
                'in_column': 'custom_fields', 'fields': 'ticket_fields',
            },
            'order_value': {
                'kind': 'text', 'from_option': 'order_field',
                'in_column': 'custom_fields', 'fields': 'ticket_fields',
            },
            'time_value': {
                'kind': 'number', 'from_option': 'time_field',
                'in_column': 'custom_fields', 'fields': 'ticket_fields',
            },
            'created_at': moment,
            'updated_at': 'time',
            '_airbyte_extracted_at': moment,
        }},
        'ticket_comments': {'is_required': true, 'columns': {
            'id': key,
            'ticket_id': key,
            'author_id': key,
            'via': 'json',
            'public': {'kind': 'flag', 'is_required': true},
            'created_at': moment,
            '_airbyte_extracted_at': moment,
        }},
        'users': {'is_required': true, 'columns': {
            'id': key,
            'email': 'text',
            'phone': 'text',
            'role': {'kind': 'text', 'is_required': true},
            'tags': 'json',
            'default_group_id': 'id',
            '_airbyte_extracted_at': 'time',
        }},
        'ticket_audits': {
            'without': [
                ['ticket_events', 'reopens cannot be seen: no status history'],
                ['tickets', 'merges cannot be seen: no audits'],
            ],
            'columns': {
                'id': key,
                'ticket_id': key,
                'created_at': moment,
                'author_id': 'id',
                'via': 'json',
                'events': {'kind': 'json', 'is_required': true},
                '_airbyte_extracted_at': moment,
            },
        },
        'ticket_fields': {
            'is_lookup': true,
            'columns': {'id': key, 'title': 'text'},
        },
        'groups': {
            'is_lookup': true,
            'columns': {'id': key, 'name': 'text', '_airbyte_extracted_at': 'time'},
        },
        'satisfaction_ratings': {
            'without': [['surveys', 'CSAT cannot be seen: no satisfaction ratings']],
            'columns': {
                'id': key,
                'ticket_id': key,
                'score': {'kind': 'text', 'is_required': true},
                'created_at': moment,
                'updated_at': 'time',
                '_airbyte_extracted_at': moment,
            },
        },
        'deleted_tickets': {
            'is_lookup': true,
            'columns': {'id': key, 'deleted_at': 'time'},
        },
    }) %}
{% endmacro %}
