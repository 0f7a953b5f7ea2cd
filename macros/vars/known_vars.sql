{#- The vars of dbt_project.yml, which dbt does not tell, and what each may be: the same
    list, held to it by a test. Put yours here, too.

    kind   whole, number, zone, moment, currency, text, or list (what is in it is checked
           elsewhere)
    least  of a whole or a number
    most   likewise: a century of days, a billion rows, all of a share -#}
{% macro known_vars() %}
    {% set text = {'kind': 'text'} %}
    {% set days = {'kind': 'whole', 'least': 1, 'most': 36500} %}
    {% set lag = {'kind': 'whole', 'least': 0, 'most': 36500} %}
    {% set count = {'kind': 'whole', 'least': 1, 'most': 1000000000} %}
    {% set share = {'kind': 'number', 'least': 0, 'most': 1} %}
    {% set size = {'kind': 'number', 'least': 0, 'most': 1000000000} %}
    {% do return({
        'connections': {'kind': 'list'},
        'raw_location': text,
        'raw_schema': text,
        'raw_database': text,
        'as_of': {'kind': 'moment'},
        'reporting_time_zone': {'kind': 'zone'},
        'reporting_currency': {'kind': 'currency'},
        'history_days': days,
        'order_link_days': days,
        'repeat_contact_days': days,
        'wismo_landmark_hours': lag,
        'wismo_days': days,
        'min_group': count,
        'recurrence_days': days,
        'customer_exposure_days': days,
        'conversion_days': days,
        'repeat_purchase_days': days,
        'refund_link_days': lag,
        'contact_free_days': lag,
        'nps_contact_days': days,
        'fix_adoption_days': lag,
        'fix_effect_days': days,
        'staffing_weeks': {'kind': 'whole', 'least': 1, 'most': 520},
        'imputation_min_tickets': count,
        'comparison_days': days,
        'intervention_min_count': count,
        'z_of_shop': size,
        'z_of_part': size,
        'payment_share_limit': share,
        'fine_resolution_sla': share,
        'regional_rate_limit': size,
        'ignored_adoption_rate': share,
        'ignored_min_fixes': count,
        'control_days': days,
        'control_outcome_lag_days': lag,
        'control_min_contacts': count,
        'control_outcome_sla': share,
        'control_sla_gap': share,
        'control_fix_adoption_rate': share,
        'gate_days': days,
        'gate_duplicate_hours': lag,
        'gate_usual_weeks': days,
        'tag_suggestion_score': share,
        'tag_suggestion_margin': share,
        'tag_suggestion_tickets': count,
    }) %}
{% endmacro %}
