{#- What every KPI of the scorecard is, declared once. Its scores, intervals and drivers,
    its metric (`make metrics`) and its formula on the page follow from here; its name,
    unit, question and window are in seeds/reference/kpi_definitions.csv, its bounds in
    seeds/reference/kpi_bands.csv.

    kpi        its key
    kind       what the value is, and with it the interval (macros/kpi/intervals.sql):
               share     numerator counts a part of the rows
               nps       100 x (promoters - detractors) / rows; numerator is 1, -1 or 0
               mean      sum of numerator / sum of denominator over the rows
               median    median of the numerator over the rows
               two_counts, two_rates  a count, or rate, over an earlier or other one
    fact       of whose rows it is made: a key of kpi_facts; without one, the model named
               as `step` computes it, because no row belongs to one week
    counted    with a step: what its cases are, in the plural (else the fact says so)
    rows       SQL of which rows of the fact count
    numerator, denominator  SQL over a row
    formula    what over what, by which week, for a reader of the page -#}
{% macro kpis() %}
{% set declared %}
- kpi: high_quality_reason_share
  kind: share
  fact: fct_tickets
  rows: is_contact
  numerator: is_high_quality_reason
  formula: >-
    Contacts whose reason code is specific, valid when they were created and fitting to
    their order ÷ contacts, by week of creation.

- kpi: conversion_risk_resolved_within_sla
  kind: share
  fact: fct_tickets
  rows: >-
    is_contact and resolution_sla in ('met', 'breached')
    and commercial_impact = 'conversion_risk'
  numerator: resolution_sla = 'met'
  formula: >-
    Resolution within SLA (see there) of contacts with impact conversion_risk only, by
    week of creation.

- kpi: refund_linked_recurrence
  kind: share
  fact: fct_tickets
  rows: is_refund_recurrence is not null
  numerator: is_refund_recurrence
  formula: >-
    Refund-linked contacts followed by another one of the same customer within
    {{ var('recurrence_days') }} days ÷ refund-linked contacts with a customer, by week of
    creation. Refund-linked: a refund names the ticket, its reason is a return or refund,
    or its order has a refund within {{ var('refund_link_days') }} days.

- kpi: revenue_at_risk_per_case
  kind: mean
  step: int_risk_by_week
  counted: contacts
  formula: >-
    Revenue at risk of unresolved high-priority contacts ÷ their number, as it stood at
    the week's end. Revenue at risk: exposed value × risk weight of the commercial
    impact. High-priority: high or urgent, and not low impact.

- kpi: fix_adoption_rate
  kind: share
  step: int_fix_adoption_by_week
  counted: fixes
  formula: >-
    Fixes shipped by the week's end ÷ fixes shipped or due by then, of those proposed in
    the {{ var('fix_adoption_days') }} days before it. A declined fix counts as not
    adopted.

- kpi: repeat_purchase_trend
  kind: two_rates
  step: int_repeat_purchase_trends
  counted: customers
  formula: >-
    Repeat purchase rate of a month ÷ rate of the month before − 1, for the latest month
    that ended {{ var('repeat_purchase_days') }} days before the week's end. Rate:
    customers with an order within {{ var('repeat_purchase_days') }} days after their
    first resolution of the month ÷ such customers.

- kpi: catch_all_share
  kind: share
  fact: fct_tickets
  rows: is_contact
  numerator: is_catch_all
  formula: >-
    Contacts in a catch-all code (other, unmapped) ÷ contacts, by week of creation.

- kpi: first_response_sla
  kind: share
  fact: fct_tickets
  rows: is_contact and response_sla in ('met', 'breached')
  numerator: response_sla = 'met'
  formula: >-
    Contacts with a public human reply at or before the due time ÷ contacts replied to or
    past due, by week of creation. Bots do not count; the clock is that of the SLA
    target.

- kpi: resolution_sla
  kind: share
  fact: fct_tickets
  rows: is_contact and resolution_sla in ('met', 'breached')
  numerator: resolution_sla = 'met'
  formula: >-
    Contacts resolved at or before the due time ÷ contacts resolved or past due, by week
    of creation. A reopened contact counts by its last resolution.

- kpi: outcome_sla
  kind: share
  fact: fct_tickets
  rows: is_contact and outcome_sla in ('met', 'breached')
  numerator: outcome_sla = 'met'
  formula: >-
    Contacts resolved in time, never reopened and not followed by a contact of the same
    issue within {{ var('repeat_contact_days') }} days ÷ contacts whose outcome is
    decided, by week of creation.

- kpi: fcr
  kind: share
  fact: fct_issues
  rows: is_decided
  numerator: is_first_contact_resolution
  formula: >-
    Issues settled with one contact that was not reopened ÷ decided issues, by week of
    the first contact. Issue: contacts of one customer about one reason and order;
    decided {{ var('repeat_contact_days') }} days after its last resolution.

- kpi: repeat_contact_rate
  kind: share
  fact: fct_tickets
  rows: is_contact
  numerator: is_repeat_contact
  formula: >-
    Contacts that continue an issue still open or resolved at most
    {{ var('repeat_contact_days') }} days before ÷ contacts, by week of creation.

- kpi: csat
  kind: share
  fact: fct_surveys
  rows: is_counted_answer and survey_type = 'csat'
  numerator: is_satisfied
  formula: >-
    Contacts rated 4 or 5 of 5 ÷ contacts rated after they were resolved; the latest
    answer counts, by week of the answer.

- kpi: nps
  kind: nps
  fact: fct_surveys
  rows: is_counted_answer and survey_type = 'nps'
  numerator: case when is_promoter then 1 when is_detractor then -1 else 0 end
  formula: >-
    (Promoters, 9 or 10 − detractors, 0 to 6) ÷ answers × 100, by week of the answer.

- kpi: wismo_contact_rate
  kind: share
  fact: fct_tickets
  rows: is_contact
  numerator: contact_reason = 'wismo'
  formula: >-
    Contacts that ask where the order is (WISMO) ÷ contacts, by week of creation.

- kpi: wismo_deflection_rate
  kind: two_rates
  step: kpi_wismo_by_week
  counted: orders
  formula: >-
    1 − asked rate of informed orders ÷ asked rate of uninformed orders, by week of
    shipping. Informed: an update was sent within {{ var('wismo_landmark_hours') }} hours
    of shipping; asked: a WISMO contact after that and within {{ var('wismo_days') }}
    days. Needs {{ var('min_group') }} orders in each group. Observational: orders that
    get updates may differ in other ways.

- kpi: backlog_older_than_72h_share
  kind: share
  step: fct_backlog_by_day
  counted: contacts
  formula: >-
    Unresolved contacts older than 72 hours ÷ unresolved contacts, at the week's end.

- kpi: backlog_growth
  kind: two_counts
  step: fct_backlog_by_day
  counted: contacts
  formula: >-
    (Unresolved contacts at the week's end − a week before) ÷ those a week before.

- kpi: cost_per_successful_resolution
  kind: mean
  fact: fct_tickets
  rows: is_contact and is_cost_decided
  numerator: handling_cost
  denominator: case when is_successful_resolution then 1 else 0 end
  formula: >-
    Handling cost, that of failures included, ÷ contacts resolved for good, over contacts
    whose outcome is decided, by week of creation. Handling cost: handle time × hourly
    cost + fee of the channel.

- kpi: first_response_median_minutes
  kind: median
  fact: fct_tickets
  rows: is_contact and first_response_minutes is not null
  numerator: first_response_minutes
  formula: >-
    Median minutes, on the clock of the SLA target, from creation to the first public
    human reply, of contacts replied to, by week of creation.

- kpi: refund_median_hours
  kind: median
  fact: fct_refunds
  rows: is_completed and not is_test_order and refund_minutes is not null
  numerator: refund_minutes / 60
  formula: >-
    Median hours from request to completion of completed refunds, test orders out, by
    week of completion.
{% endset %}
{% do return(fromyaml(declared)) %}
{% endmacro %}


{#- The facts that KPIs are made of.

    date, week  columns: the local day a row belongs to, and the Monday of its week
    ticket      column that names the contact whose channel, region, reason, impact and
                owner are those of the row; without one there are no drivers
    counted     what the rows are, in the plural -#}
{% macro kpi_facts() %}
{% set declared %}
fct_tickets:
  date: created_date
  week: created_week_start_date
  ticket: ticket_id
  counted: contacts
fct_issues:
  date: first_contact_date
  week: first_contact_week_start_date
  ticket: issue_id
  counted: issues
fct_surveys:
  date: responded_date
  week: responded_week_start_date
  ticket: ticket_id
  counted: answers
fct_refunds:
  date: completed_date
  week: completed_week_start_date
  counted: refunds
{% endset %}
{% do return(fromyaml(declared)) %}
{% endmacro %}


{#- The declared KPIs of some kinds that are made of the rows of a fact, in the order of
    kpis().
    kinds        list of kinds
    has_drivers  true: only those whose rows have a contact -#}
{% macro kpis_of_facts(kinds, has_drivers=false) %}
    {% set facts = kpi_facts() %}
    {% set found = [] %}
    {% for kpi in kpis() if kpi.fact and kpi.kind in kinds %}
        {% if facts[kpi.fact].ticket or not has_drivers %}
            {% do found.append(kpi) %}
        {% endif %}
    {% endfor %}
    {% do return(found) %}
{% endmacro %}


{#- Columns of fct_tickets by whose values the change of a KPI is taken apart. -#}
{% macro driver_dimensions() %}
    {% do return(['channel', 'region', 'contact_reason', 'commercial_impact', 'owner']) %}
{% endmacro %}
