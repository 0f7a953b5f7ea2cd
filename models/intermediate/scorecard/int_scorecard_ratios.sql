-- KPIs of a week that are sums over a mart: which mart, what over what, which rows. A
-- share counts a part of its denominator, so it has an interval; the other quotients
-- have none.
{% set ratios = [
    ('high_quality_reason_share', 'kpi_reason_quality_by_week', 'high_quality_contacts', 'contacts', 'true', true),
    ('catch_all_share', 'kpi_reason_quality_by_week', 'catch_all_contacts', 'contacts', 'true', true),
    ('first_response_sla', 'kpi_response_by_week', 'response_sla_met', 'response_sla_met + response_sla_breached', 'true', true),
    ('resolution_sla', 'kpi_resolution_by_week', 'resolution_sla_met', 'resolution_sla_met + resolution_sla_breached', 'true', true),
    ('conversion_risk_resolved_within_sla', 'kpi_resolution_by_week', 'resolution_sla_met', 'resolution_sla_met + resolution_sla_breached', "commercial_impact = 'conversion_risk'", true),
    ('outcome_sla', 'kpi_resolution_by_week', 'outcome_sla_met', 'outcome_sla_met + outcome_sla_breached', 'true', true),
    ('fcr', 'kpi_resolution_by_week', 'first_contact_resolutions', 'decided_issues', 'true', true),
    ('repeat_contact_rate', 'kpi_resolution_by_week', 'repeat_contacts', 'contacts', 'true', true),
    ('refund_linked_recurrence', 'kpi_refunds_by_week', 'recurring_contacts', 'refund_linked_contacts', "refund_reason = 'all'", true),
    ('csat', 'kpi_experience_by_week', 'csat_satisfied', 'csat_answered', "contact_reason = 'all' and segment = 'all'", true),
    ('nps', 'kpi_experience_by_week', 'nps_promoters - nps_detractors', 'nps_answered', "contact_reason = 'all' and segment = 'all'", false),
    ('wismo_contact_rate', 'kpi_wismo_by_week', 'wismo_contacts', 'contacts', 'true', true),
    ('cost_per_successful_resolution', 'kpi_cost_by_week', 'handling_cost_of_decided', 'successful_resolutions', 'true', false),
] %}

with

{% for kpi, mart, numerator, denominator, rows, is_share in ratios -%}
{{ kpi }} as (
    select
        week_start_date,
        cast(sum({{ numerator }}) as double) as numerator,
        cast(sum({{ denominator }}) as double) as denominator
    from {{ ref(mart) }}
    where {{ rows }}
    group by week_start_date
),

{% endfor -%}

final as (
    {% for kpi, mart, numerator, denominator, rows, is_share in ratios -%}
    select
        week_start_date,
        '{{ kpi }}' as kpi,
        numerator,
        denominator,
        {{ '100 * ' if kpi == 'nps' }}{{ ratio('numerator', 'denominator') }} as value,
        {{ is_share | lower }} as is_share
    from {{ kpi }}
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select * from final
