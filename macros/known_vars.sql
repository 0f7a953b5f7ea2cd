{#- The vars of dbt_project.yml, which dbt does not tell: the same list, held to it by a
    test. Put yours here, too. -#}
{% macro known_vars() %}
    {% do return([
        'raw_location', 'raw_schema', 'raw_database', 'as_of',
        'reporting_time_zone', 'history_days', 'order_link_days',
        'repeat_contact_days', 'wismo_landmark_hours', 'wismo_days', 'min_group',
        'recurrence_days', 'customer_exposure_days', 'conversion_days',
        'repeat_purchase_days', 'refund_link_days', 'contact_free_days', 'nps_contact_days',
        'fix_adoption_days', 'fix_effect_days', 'imputation_min_tickets',
        'comparison_days', 'intervention_min_count', 'z_of_shop', 'z_of_part',
        'payment_share_limit', 'fine_resolution_sla', 'regional_rate_limit',
        'ignored_adoption_rate', 'ignored_min_fixes', 'control_days',
        'control_outcome_lag_days', 'control_min_contacts', 'control_outcome_sla',
        'control_sla_gap', 'control_fix_adoption_rate', 'gate_days',
        'gate_duplicate_hours', 'gate_usual_weeks',
        'tag_suggestion_score', 'tag_suggestion_margin', 'tag_suggestion_tickets',
    ]) %}
{% endmacro %}

{#- Stops the run when --vars names what no model reads: a slip of the pen would build the
    sample, or last year's windows, without a word. on-run-start; returns SQL that does
    nothing. -#}
{% macro check_vars() %}
    {% set unknown = invocation_args_dict.get('vars', {}) | reject('in', known_vars()) | list %}
    {% if execute and unknown %}
        {% do exceptions.raise_compiler_error(
            '--vars: no var is called ' ~ unknown | join(', ') ~ '. There are '
            ~ known_vars() | join(', ') ~ '.'
        ) %}
    {% endif %}
    select 1 as vars_are_known
{% endmacro %}
