{#- What the base_ models state, for all that reads or judges raw rows: models, hooks and
    checks, also while dbt parses and in unit tests, where no model sees another one.
    Written by `make contract`; edit the tables in models/staging/*/base.

    stated      MD5 of the words, by which judged_rows() sees that they were edited
    domain      the middle of base_<domain>__<table>
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
    {% do return({
        'tickets': {
            'stated': 'c0a690c65ff60b9757198d546c3dcf0b', 'domain': 'helpdesk',
            'key': ['ticket_id'], 'changed_at': 'updated_at',
            'columns': {
                'ticket_id': {'kind': 'id'},
                'customer_id': {'kind': 'id', 'nullable': true},
                'order_id': {'kind': 'id', 'nullable': true},
                'product_id': {'kind': 'id', 'nullable': true},
                'channel': {'kind': 'list', 'is_kept': true},
                'region': {'kind': 'id', 'nullable': true},
                'subject': {'kind': 'text', 'nullable': true},
                'reason_tag': {'kind': 'list', 'nullable': true, 'is_kept': true},
                'priority': {'kind': 'list', 'is_kept': true},
                'status': {
                    'kind': 'list',
                    'values': ['new', 'open', 'pending', 'on_hold', 'solved', 'closed'],
                },
                'initiated_by': {
                    'kind': 'list', 'values': ['customer', 'agent', 'system'],
                },
                'created_at': {'kind': 'time'},
                'updated_at': {'kind': 'time'},
                'assignee_id': {'kind': 'id', 'nullable': true},
                'cart_value': {
                    'kind': 'number', 'nullable': true, 'minimum': 0, 'is_kept': true,
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
            'stated': '331f4045b8ac11dc49ee4aca9fc4fffd', 'domain': 'helpdesk',
            'key': ['event_id'], 'changed_at': 'occurred_at',
            'parent': ['ticket_id', 'stg_helpdesk__tickets', 'ticket_id', 'base_helpdesk__tickets'],
            'columns': {
                'event_id': {'kind': 'id'},
                'ticket_id': {'kind': 'id'},
                'event_type': {'kind': 'list', 'values': ['message', 'status']},
                'actor_type': {'kind': 'list', 'values': ['customer', 'agent', 'bot']},
                'actor_id': {'kind': 'id', 'nullable': true},
                'is_public': {'kind': 'flag', 'only_if': "event_type = 'message'"},
                'status': {
                    'kind': 'list',
                    'values': ['new', 'open', 'pending', 'on_hold', 'solved', 'closed'],
                    'only_if': "event_type = 'status'",
                },
                'occurred_at': {'kind': 'time'},
                'loaded_at': {'kind': 'time', 'is_day_end': true},
            },
        },
        'orders': {
            'stated': 'e46faeb5ee89e27de9464162ec88fb91', 'domain': 'shop',
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
            'stated': '3b88f5db354283398a34a56cdd0011bc', 'domain': 'shop',
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
            'stated': '6964e7b44556c017edf7b0d68f8b96aa', 'domain': 'shop',
            'key': ['refund_id'],
            'parent': ['order_id', 'stg_shop__orders', 'order_id', 'base_shop__orders'],
            'columns': {
                'refund_id': {'kind': 'id'},
                'order_id': {'kind': 'id'},
                'ticket_id': {'kind': 'id', 'nullable': true},
                'reason': {'kind': 'list', 'nullable': true, 'is_kept': true},
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
            'stated': 'bdd7dc7c841559936f49b5dfcd7f51da', 'domain': 'shop',
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
            'stated': '2e954803b3911f87057731918bc3ea0e', 'domain': 'helpdesk',
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
            'stated': 'ace0763bb066dbc5f219b88955b0fbe9', 'domain': 'shop',
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
            'stated': '9bbb7e260e98075ef0cb932dadcc3530', 'domain': 'product',
            'key': ['fix_id'], 'optional': true,
            'parent': ['reason_code', 'reason_codes', 'reason_code', none],
            'columns': {
                'fix_id': {'kind': 'id'},
                'reason_code': {'kind': 'id'},
                'title': {'kind': 'text'},
                'proposed_at': {'kind': 'time'},
                'due_at': {'kind': 'time', 'nullable': true, 'is_planned': true},
                'decision': {
                    'kind': 'list', 'nullable': true,
                    'values': ['accepted', 'declined'],
                },
                'decided_at': {'kind': 'time', 'nullable': true},
                'shipped_at': {'kind': 'time', 'nullable': true},
                'loaded_at': {'kind': 'time', 'is_day_end': true},
            },
        },
        'agents': {
            'stated': 'e9ed24335fdb1b96d141db31d7eacc27', 'domain': 'helpdesk',
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
