-- What each gate measures, in which unit, and what to open first when it is beyond its
-- bounds. The bounds themselves are in the seeds kpi_bands and gate_bounds.
{% set gates = [
    ('high_quality_reason_share', 'share', 'of contacts have a specific, valid reason that fits their order', 'marts.fct_tickets'),
    ('catch_all_share', 'share', 'of contacts are in a catch-all code', 'marts.dq_reason_suggestions'),
    ('unmapped_tag_share', 'share', 'of contacts carry a tag that is not in the map', 'marts.dq_unmapped_reason_tags'),
    ('largest_unmapped_tag_share', 'share', 'of contacts carry one and the same tag that is not in the map', 'marts.dq_unmapped_reason_tags'),
    ('unowned_codes', 'reason codes', 'seen in contacts have no owner, no remediation days or have expired', 'seeds/reference/reason_codes.csv'),
    ('uncomputed_sla_share', 'share', 'of contacts have no due time, so no SLA', 'seeds/reference/sla_targets.csv'),
    ('linked_order_share', 'share', 'of contacts after a purchase have a linked order', 'marts.fct_tickets'),
    ('imputed_handle_time_share', 'share', 'of resolved contacts have an imputed handle time', 'marts.fct_tickets'),
    ('duplicate_refund_share', 'share', 'of refunds repeat the order, amount and reason of another within ' ~ var('gate_duplicate_hours') ~ ' hours', 'marts.fct_refunds'),
    ('order_amount_factor', 'times', 'apart are the median orders of the last 7 days and of the ' ~ var('gate_usual_weeks') ~ ' weeks before', 'marts.fct_orders'),
    ('silent_channel_contacts', 'contacts', 'make a usual week of a channel that had none in the last 7 days', 'marts.kpi_response_by_week'),
    ('volume_factor', 'times', 'apart are the last 7 days and a usual week of the ' ~ var('gate_usual_weeks') ~ ' before', 'marts.dq_raw_tables'),
    ('rejected_share', 'share', 'of row versions were rejected', 'marts.dq_rejected_rows'),
    ('hours_behind', 'hours', 'lie between its latest load and the newest of tickets, events, orders and refunds', 'marts.dq_raw_tables'),
] %}
with

final as (
    {% for gate, unit, measure, open_first in gates -%}
    select
        '{{ gate }}' as gate,
        '{{ unit }}' as unit,
        '{{ measure }}' as measure,
        '{{ open_first }}' as open_first
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select * from final
