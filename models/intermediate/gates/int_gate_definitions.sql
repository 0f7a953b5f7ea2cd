-- What each gate measures, in which unit, and where its rows are to be seen when it is
-- beyond its bounds: a relation or seed and, of a relation, which rows ({part} stands
-- for the part). The bounds themselves are in the seeds kpi_bands and gate_bounds.
{% set weeks = var('gate_usual_weeks') %}
{% set gates = [
    ('high_quality_reason_share', 'share', 'of contacts have a specific, valid reason that fits their order', 'marts.fct_tickets', 'reason_fault is not null'),
    ('catch_all_share', 'share', 'of contacts are in a catch-all code', 'marts.dq_reason_suggestions', none),
    ('unmapped_tag_share', 'share', 'of contacts carry a tag that is not in the map', 'marts.dq_unmapped_reason_tags', none),
    ('largest_unmapped_tag_share', 'share', 'of contacts carry one and the same tag that is not in the map', 'marts.dq_unmapped_reason_tags', none),
    ('unowned_codes', 'reason codes', 'seen in contacts have no owner, no remediation days or have expired', 'seeds/reference/reason_codes.csv', none),
    ('uncomputed_sla_share', 'share', 'of contacts have no due time, so no SLA', 'seeds/reference/sla_targets.csv', none),
    ('linked_order_share', 'share', 'of contacts after a purchase have a linked order', 'marts.fct_tickets', "journey_stage = 'post_purchase' and linked_order_id is null"),
    ('imputed_handle_time_share', 'share', 'of resolved contacts have an imputed handle time', 'marts.fct_tickets', 'is_handle_time_imputed'),
    ('bad_times_share', 'share', 'of contacts were answered or over before they were created, so the clocks of the helpdesk disagree', 'marts.fct_tickets', 'has_bad_times'),
    ('unknown_value_share', 'share', 'of rows have a value that is not in its list', 'marts.dq_unknown_values', "list_name = '{part}'"),
    ('duplicate_refund_share', 'share', 'of refunds repeat the order, amount and reason of another within ' ~ var('gate_duplicate_hours') ~ ' hours', 'marts.dq_gate_faults', "gate = 'duplicate_refund_share'"),
    ('order_amount_factor', 'times', 'apart are the median orders of the last 7 days and of the ' ~ weeks ~ ' weeks before', 'marts.dq_gate_faults', "gate = 'order_amount_factor'"),
    ('silent_channel_contacts', 'contacts', 'make a usual week of a channel that had none in the last 7 days', 'marts.dq_gate_faults', "gate = 'silent_channel_contacts'"),
    ('volume_factor', 'times', 'apart are the last 7 days and a usual week of the ' ~ weeks ~ ' before', 'marts.dq_gate_faults', "gate = 'volume_factor' and part = '{part}'"),
    ('inexact_id_share', 'share', 'of row versions have an id that came as a number with fractions and lost its last digits', 'marts.dq_raw_tables', "raw_table = '{part}'"),
    ('rejected_share', 'share', 'of row versions were rejected', 'marts.dq_rejected_rows', "raw_table = '{part}' and not is_kept"),
    ('hours_behind', 'hours', 'lie between its latest load and the newest of as_of and the required loads', 'marts.dq_raw_tables', "raw_table = '{part}'"),
] + ([
    ('foreign_currency_share', 'share', 'of orders of connected shops are in another currency than most, so their amounts must not be added', 'marts.dq_gate_faults', "gate = 'foreign_currency_share'"),
] if is_connected('shopify') else []) %}
with

final as (
    {% for gate, unit, measure, open_first, rows_where in gates -%}
    select
        '{{ gate }}' as gate,
        '{{ unit }}' as unit,
        '{{ measure }}' as measure,
        '{{ open_first }}' as open_first,
        {% if rows_where -%}
        '{{ dbt.escape_single_quotes(rows_where) }}' as rows_where
        {%- else -%}
        cast(null as {{ dbt.type_string() }}) as rows_where
        {%- endif %}
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select * from final
