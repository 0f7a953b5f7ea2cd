"""What connected systems cannot know, said at the KPIs that rest on it."""

from .marts import Marts

NOT_KNOWN = """
select raw_table, not_known
from dq_raw_tables
where not_known is not null
order by raw_table
"""

_HISTORIES = ("ticket_events",)
_COSTS = ("agents", "tickets")
# Of each KPI the raw tables without which it would say something else.
RESTS_ON = {
    "resolution_sla": _HISTORIES,
    "conversion_risk_resolved_within_sla": _HISTORIES,
    "outcome_sla": _HISTORIES,
    "fcr": _HISTORIES,
    "first_response_sla": _HISTORIES,
    "first_response_median_minutes": _HISTORIES,
    "backlog_older_than_72h_share": _HISTORIES,
    "backlog_growth": _HISTORIES,
    "csat": ("surveys",),
    "cost_per_successful_resolution": _COSTS,
    "revenue_at_risk_per_case": ("tickets",),
    "refund_linked_recurrence": ("refunds",),
    "refund_median_hours": ("refunds",),
    "wismo_deflection_rate": ("order_updates", "orders"),
}


def read_unknowns(marts: Marts) -> dict[str, list[str]]:
    """What is not known, by the KPIs that it concerns; empty without connections."""
    told = {row["raw_table"]: row["not_known"].split("; ") for row in marts.rows(NOT_KNOWN)}
    found = {
        kpi: [words for table in tables for words in told.get(table, [])]
        for kpi, tables in RESTS_ON.items()
    }
    return {kpi: words for kpi, words in found.items() if words}
