{#- What the gates that are shares look at: a population of contacts or of refunds, which of
    them it holds, and the gates and parts that look at it. A gate and part looks at one.
    Returns a dict by population. -#}
{% macro gate_populations() %}
    {{- return({
        'contacts': {
            'of': 'contacts',
            'holds': 'true',
            'gates': [
                ('high_quality_reason_share', 'all'),
                ('catch_all_share', 'all'),
                ('unmapped_tag_share', 'all'),
                ('uncomputed_sla_share', 'all'),
                ('bad_times_share', 'all'),
                ('unknown_value_share', 'channel'),
                ('unknown_value_share', 'priority'),
            ],
        },
        'contacts that need an order': {
            'of': 'contacts',
            'holds': "journey_stage = 'post_purchase' and not is_catch_all",
            'gates': [('linked_order_share', 'all')],
        },
        'resolved contacts': {
            'of': 'contacts',
            'holds': 'is_resolved' if can_know_handle_times() else 'false',
            'gates': [('imputed_handle_time_share', 'all')],
        },
        'refunds': {
            'of': 'refunds',
            'holds': 'true',
            'gates': [('unknown_value_share', 'refund_reason')],
        },
        'refunds that were not rejected': {
            'of': 'refunds',
            'holds': "status <> 'rejected'",
            'gates': [('duplicate_refund_share', 'all')],
        },
    }) }}
{% endmacro %}
