{#- What is read of Gorgias, as Airbyte leaves it: nested values are JSON, times are texts
    without a zone; see vendor_rows.sql. -#}
{% macro gorgias_airbyte_tables() %}
    {% set key = {'kind': 'id', 'is_required': true} %}
    {% set moment = {'kind': 'time', 'is_required': true} %}
    {% set field = {
        'kind': 'text', 'in_column': 'custom_fields', 'fields': 'custom_fields'
    } %}
    {% do return({
        'tickets': {'is_required': true, 'columns': {
            'id': key,
            'status': {'kind': 'text', 'is_required': true},
            'priority': 'text',
            'channel': 'text',
            'via': 'text',
            'from_agent': 'flag',
            'customer': {'kind': 'json', 'without': nobody_asks()},
            'assignee_user': 'json',
            'assignee_team': 'json',
            'subject': 'text',
            'integrations': 'json',
            'meta': 'json',
            'tags': 'json',
            'spam': 'flag',
            'reason_value': dict(field, from_option='reason_field'),
            'order_value': dict(field, from_option='order_field'),
            'time_value': dict(field, from_option='time_field', kind='number'),
            'created_datetime': moment,
            'updated_datetime': 'time',
            'closed_datetime': 'time',
            'snooze_datetime': 'time',
            'trashed_datetime': 'time',
            '_airbyte_extracted_at': moment,
        }},
        'messages': {'is_required': true, 'columns': {
            'id': key,
            'ticket_id': key,
            'public': {'kind': 'flag', 'is_required': true},
            'channel': 'text',
            'via': 'text',
            'from_agent': {'kind': 'flag', 'is_required': true},
            'rule_id': 'id',
            'sender': 'json',
            'created_datetime': moment,
            'sent_datetime': 'time',
            'failed_datetime': 'time',
            'deleted_datetime': 'time',
            '_airbyte_extracted_at': moment,
        }},
        'customers': {'is_required': true, 'columns': {
            'id': key,
            'email': 'text',
            'channels': 'json',
            'integrations': 'json',
            '_airbyte_extracted_at': 'time',
        }},
        'users': {'is_required': true, 'columns': {
            'id': key,
            'role': 'json',
            '_airbyte_extracted_at': 'time',
        }},
        'satisfaction_surveys': {
            'aliases': ['satisfaction-surveys'],
            'without': [['surveys', 'CSAT cannot be seen: no satisfaction surveys']],
            'columns': {
                'id': key,
                'ticket_id': 'id',
                'score': 'number',
                'sent_datetime': 'time',
                'scored_datetime': 'time',
                '_airbyte_extracted_at': moment,
            },
        },
        'events': {
            'without': [
                ['ticket_events', 'reopens cannot be seen: no events'],
                ['tickets', 'merges and what was done to orders cannot be seen: no events'],
            ],
            'columns': {
                'id': key,
                'context': 'text',
                'created_datetime': moment,
                'data': 'json',
                'object_id': 'id',
                'object_type': {'kind': 'text', 'is_required': true},
                'type': {'kind': 'text', 'is_required': true},
                'user_id': 'id',
                '_airbyte_extracted_at': moment,
            },
        },
        'custom_fields': {
            'is_lookup': true,
            'aliases': ['custom-fields'],
            'columns': {'id': key, 'label': 'text'},
        },
    }) %}
{% endmacro %}
