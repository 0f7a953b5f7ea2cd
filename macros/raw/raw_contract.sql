{#- The raw contract: for each raw table its key, its columns and what each must hold.
    Everything that reads or judges raw rows is derived from here.

    key         the columns that name a row
    optional    the table may be missing: "none of those"
    changed_at  breaks ties between versions with the same loaded_at
    parent      [column, model, key, model of all versions]: the row is an orphan without it
    checks      what only this table must hold: reason, says, when
    columns     column: kind, and
                  nullable   may be empty
                  values     the list it must come from
                  minimum    the lowest number allowed
                  below      the number that is too large
                  is_kept    a bad value is no reason to reject: a number is nulled,
                             a list value becomes the unknown one downstream
                  only_if    judged in these rows only
                  is_planned a time that may lie in the future
                  is_day_end a day alone means its last microsecond

    Kinds: id (kept as it is), text, list (stripped, lower case), time (UTC),
    number (below 10^12 by its size), whole (a number without fraction), flag (empty:
    false, unless required).
    Time kinds and numbers arrive typed or as text; see raw_value(). -#}
{% macro raw_contract() %}
    {% set statuses = ['new', 'open', 'pending', 'on_hold', 'solved', 'closed'] %}
    {% do return({
        'tickets': {
            'key': ['ticket_id'], 'changed_at': 'updated_at',
            'columns': {
                'ticket_id': {'kind': 'id'},
                'customer_id': {'kind': 'id', 'nullable': true},
                'order_id': {'kind': 'id', 'nullable': true},
                'product_id': {'kind': 'id', 'nullable': true},
                'channel': {'kind': 'list', 'is_kept': true},
                'region': {'kind': 'id', 'nullable': true},
                'subject': {'kind': 'text', 'nullable': true},
                'reason_tag': {'kind': 'list', 'nullable': true},
                'priority': {'kind': 'list', 'is_kept': true},
                'status': {'kind': 'list', 'values': statuses},
                'initiated_by': {
                    'kind': 'list', 'values': ['customer', 'agent', 'system']
                },
                'created_at': {'kind': 'time'},
                'updated_at': {'kind': 'time'},
                'assignee_id': {'kind': 'id', 'nullable': true},
                'cart_value': {
                    'kind': 'number', 'nullable': true, 'minimum': 0, 'is_kept': true
                },
                'handle_minutes': {
                    'kind': 'number', 'nullable': true, 'minimum': 0, 'below': 525600,
                    'is_kept': true,
                },
                'merged_into_ticket_id': {'kind': 'id', 'nullable': true},
                'is_deleted': {'kind': 'flag', 'nullable': true},
                'is_spam': {'kind': 'flag', 'nullable': true},
                'loaded_at': {'kind': 'time', 'is_day_end': true},
            },
        },
        'ticket_events': {
            'key': ['event_id'], 'changed_at': 'occurred_at',
            'parent': [
                'ticket_id', 'stg_helpdesk__tickets', 'ticket_id', 'base_helpdesk__tickets'
            ],
            'columns': {
                'event_id': {'kind': 'id'},
                'ticket_id': {'kind': 'id'},
                'event_type': {'kind': 'list', 'values': ['message', 'status']},
                'actor_type': {
                    'kind': 'list', 'values': ['customer', 'agent', 'bot']
                },
                'actor_id': {'kind': 'id', 'nullable': true},
                'is_public': {
                    'kind': 'flag', 'only_if': "event_type = 'message'"
                },
                'status': {
                    'kind': 'list', 'values': statuses,
                    'only_if': "event_type = 'status'",
                },
                'occurred_at': {'kind': 'time'},
                'loaded_at': {'kind': 'time', 'is_day_end': true},
            },
        },
        'orders': {
            'key': ['order_id'],
            'columns': {
                'order_id': {'kind': 'id'},
                'customer_id': {'kind': 'id', 'nullable': true},
                'region': {'kind': 'id', 'nullable': true},
                'ordered_at': {'kind': 'time'},
                'promised_at': {'kind': 'time', 'nullable': true, 'is_planned': true},
                'shipped_at': {'kind': 'time', 'nullable': true},
                'delivered_at': {'kind': 'time', 'nullable': true},
                'cancelled_at': {'kind': 'time', 'nullable': true},
                'total_amount': {'kind': 'number', 'minimum': 0},
                'is_test': {'kind': 'flag', 'nullable': true},
                'loaded_at': {'kind': 'time', 'is_day_end': true},
            },
        },
        'order_lines': {
            'key': ['order_id', 'line_number'], 'optional': true,
            'parent': ['order_id', 'stg_shop__orders', 'order_id', 'base_shop__orders'],
            'columns': {
                'order_id': {'kind': 'id'},
                'line_number': {'kind': 'whole'},
                'product_id': {'kind': 'id', 'nullable': true},
                'product_category': {'kind': 'id', 'nullable': true},
                'quantity': {'kind': 'number', 'minimum': 0},
                'line_amount': {'kind': 'number'},
                'loaded_at': {'kind': 'time', 'is_day_end': true},
            },
        },
        'refunds': {
            'key': ['refund_id'],
            'parent': ['order_id', 'stg_shop__orders', 'order_id', 'base_shop__orders'],
            'columns': {
                'refund_id': {'kind': 'id'},
                'order_id': {'kind': 'id'},
                'ticket_id': {'kind': 'id', 'nullable': true},
                'reason': {'kind': 'list', 'nullable': true},
                'amount': {'kind': 'number', 'minimum': 0},
                'status': {
                    'kind': 'list',
                    'values': ['requested', 'approved', 'completed', 'rejected'],
                },
                'requested_at': {'kind': 'time'},
                'completed_at': {'kind': 'time', 'nullable': true},
                'loaded_at': {'kind': 'time', 'is_day_end': true},
            },
        },
        'customers': {
            'key': ['customer_id'], 'optional': true,
            'columns': {
                'customer_id': {'kind': 'id'},
                'email': {'kind': 'text', 'nullable': true},
                'full_name': {'kind': 'text', 'nullable': true},
                'region': {'kind': 'id', 'nullable': true},
                'loaded_at': {'kind': 'time', 'is_day_end': true},
            },
        },
        'surveys': {
            'key': ['survey_id'], 'optional': true,
            'columns': {
                'survey_id': {'kind': 'id'},
                'survey_type': {'kind': 'list', 'values': ['csat', 'nps']},
                'customer_id': {'kind': 'id', 'nullable': true},
                'ticket_id': {'kind': 'id', 'nullable': true},
                'score': {'kind': 'number', 'nullable': true},
                'sent_at': {'kind': 'time'},
                'responded_at': {'kind': 'time', 'nullable': true},
                'loaded_at': {'kind': 'time', 'is_day_end': true},
            },
            'checks': [
                {
                    'reason': 'bad_score', 'says': 'score is outside 1 to 5',
                    'when': "survey_type = 'csat' and score not between 1 and 5",
                },
                {
                    'reason': 'bad_score', 'says': 'score is outside 0 to 10',
                    'when': "survey_type = 'nps' and score not between 0 and 10",
                },
            ],
        },
        'order_updates': {
            'key': ['update_id'], 'optional': true,
            'parent': ['order_id', 'stg_shop__orders', 'order_id', 'base_shop__orders'],
            'columns': {
                'update_id': {'kind': 'id'},
                'order_id': {'kind': 'id'},
                'update_type': {
                    'kind': 'list',
                    'values': ['shipped', 'delayed', 'out_for_delivery', 'delivered'],
                },
                'sent_at': {'kind': 'time'},
                'loaded_at': {'kind': 'time', 'is_day_end': true},
            },
        },
        'fixes': {
            'key': ['fix_id'], 'optional': true,
            'parent': ['reason_code', 'reason_codes', 'reason_code', none],
            'columns': {
                'fix_id': {'kind': 'id'},
                'reason_code': {'kind': 'id'},
                'title': {'kind': 'text'},
                'proposed_at': {'kind': 'time'},
                'due_at': {'kind': 'time', 'nullable': true, 'is_planned': true},
                'decision': {
                    'kind': 'list', 'values': ['accepted', 'declined'],
                    'nullable': true,
                },
                'decided_at': {'kind': 'time', 'nullable': true},
                'shipped_at': {'kind': 'time', 'nullable': true},
                'loaded_at': {'kind': 'time', 'is_day_end': true},
            },
        },
        'agents': {
            'key': ['agent_id'], 'optional': true,
            'columns': {
                'agent_id': {'kind': 'id'},
                'team': {'kind': 'id', 'nullable': true},
                'hourly_cost': {'kind': 'number', 'nullable': true, 'minimum': 0},
                'is_bot': {'kind': 'flag', 'nullable': true},
                'loaded_at': {'kind': 'time', 'nullable': true, 'is_day_end': true},
            },
        },
    }) %}
{% endmacro %}


{#- Between which instants a time must lie: SQL. -#}
{% macro raw_bounds() %}
    {% do return({
        'time_start': "timestamp '2000-01-01 00:00:00'",
        'time_end': "timestamp '2200-01-01 00:00:00'",
    }) %}
{% endmacro %}


{#- The source a raw table belongs to: the middle of base_<domain>__<table>. -#}
{% macro raw_domain(table) %}
    {% do return(
        'product' if table == 'fixes'
        else 'helpdesk' if table in ['tickets', 'ticket_events', 'surveys', 'agents']
        else 'shop'
    ) %}
{% endmacro %}
