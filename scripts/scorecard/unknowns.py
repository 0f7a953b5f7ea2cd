"""What connected systems cannot know, said at the KPIs that rest on it."""

from .marts import Marts

NOT_KNOWN = """
select not_known
from dq_raw_tables
where not_known is not null
order by raw_table
"""

_RESPONSES = ("first_response_sla", "first_response_median_minutes")
_SETTLED = ("fcr", "repeat_contact_rate", "outcome_sla", "cost_per_successful_resolution")
_RESOLUTIONS = ("resolution_sla", "conversion_risk_resolved_within_sla", *_SETTLED)
_OPEN = ("backlog_older_than_72h_share", "backlog_growth", "revenue_at_risk_per_case")
_HISTORIES = (*_RESOLUTIONS, *_OPEN)
_MERGES = (*_RESPONSES, *_HISTORIES)
_REASONS = (
    *("high_quality_reason_share", "catch_all_share", "conversion_risk_resolved_within_sla"),
    *("wismo_contact_rate", "wismo_deflection_rate", "refund_linked_recurrence", *_SETTLED),
)
_CUSTOMERS = (
    *("refund_linked_recurrence", "repeat_purchase_trend", "revenue_at_risk_per_case", *_SETTLED),
)
_ORDERS = ("high_quality_reason_share", "revenue_at_risk_per_case", "wismo_deflection_rate")
_COSTS = ("cost_per_successful_resolution",)

# By words of dq_raw_tables.not_known, the KPIs that would say something else if it were known.
CONCERNS: dict[str, tuple[str, ...]] = {
    # who asked
    "tickets have no customer": _CUSTOMERS,
    "do not say who wrote": _CUSTOMERS,
    # how it went on
    "reopens cannot be seen": _HISTORIES,
    "without a history": _HISTORIES,
    "history that begins more than a day after": _HISTORIES,
    "merges cannot be seen": _MERGES,
    "merged without a word where to": _MERGES,
    "merges and what was done to orders cannot be seen": (*_MERGES, "refund_linked_recurrence"),
    "automations are known by author": _RESPONSES,
    # what it was about
    "reasons are those of reason_field alone": _REASONS,
    "reason_field names": _REASONS,
    "order_field names": (*_ORDERS, "refund_linked_recurrence"),
    "cart values, products and regions of tickets": ("revenue_at_risk_per_case",),
    # what it cost, and what customers say
    "handle times are the defaults": _COSTS,
    "time_field names": _COSTS,
    "costs are in agent_overrides": _COSTS,
    "CSAT cannot be seen": ("csat",),
    "NPS surveys come by": ("nps",),
    "proposed fixes come by": ("fix_adoption_rate",),
    # the shop
    "shipping and delivery cannot be seen": ("high_quality_reason_share", "wismo_deflection_rate"),
    "customers were told of their parcels": ("wismo_deflection_rate",),
    "informed by events of their carrier": ("wismo_deflection_rate",),
    "from which ticket a refund was made": ("refund_linked_recurrence",),
    "open and declined returns": ("refund_linked_recurrence",),
    "there are no refunds yet": ("refund_linked_recurrence", "refund_median_hours"),
    "refunds without a transaction": ("refund_median_hours",),
    "whether refunds moved money cannot be seen": ("refund_median_hours",),
    "do not say when they were asked for": ("refund_median_hours",),
    # these change other tables, and no KPI
    "promised dates": (),
    "do not say what they are worth": (),
    "what was in the orders cannot be seen": (),
    "products have no category": (),
}


def read_unknowns(marts: Marts) -> dict[str, list[str]]:
    """What is not known, by the KPIs that it concerns; empty without connections."""
    found: dict[str, list[str]] = {}
    for row in marts.rows(NOT_KNOWN):
        for told in row["not_known"].split("; "):
            for kpi in concerned(told):
                found.setdefault(kpi, []).append(told)
    return found


def concerned(told: str) -> list[str]:
    """The KPIs that something unknown concerns, each once.

    Args:
        told: one of the things that dq_raw_tables.not_known tells.
    """
    return list(
        dict.fromkeys(kpi for words, kpis in CONCERNS.items() if words in told for kpi in kpis)
    )
