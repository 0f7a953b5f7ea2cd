{#- What is added up of the contacts of a comparison window: names of columns. Amounts are
    those with `revenue` in their name. -#}
{% macro window_measures() %}
    {% do return([
        'any_contacts', 'any_revenue_at_risk', 'expectation_contacts',
        'expectation_revenue_at_risk', 'payment_contacts', 'payment_revenue_at_risk',
        'delivery_contacts', 'delivery_revenue_at_risk', 'refund_linked_contacts',
        'refund_linked_revenue_at_risk', 'sla_met', 'sla_breached',
        'mature_refund_contacts', 'recurring_contacts',
    ]) %}
{% endmacro %}
