"""What fires, what was tried before, whether the way of working holds, whether data can be
trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .formats import number
from .marts import Marts, Row

FIRING = """
select interventions.*, dim_kpis.name as validation_name
from kpi_interventions as interventions
left join dim_kpis on interventions.validation_kpi = dim_kpis.kpi
where interventions.week_start_date = (select max(week_start_date) from kpi_scorecard)
order by interventions.revenue_at_risk desc, interventions.affected_contacts desc,
    interventions.symptom, interventions.entity
"""

TRACK_RECORD = """
select
    symptom,
    any_value(name) as name,
    count(*) as fired,
    count(*) filter (where is_validated) as validated,
    count(*) filter (where not is_validated) as not_validated,
    count(*) filter (where is_validated is null) as undecided,
    max(week_start_date) as last_week
from kpi_interventions
group by symptom
order by last_week desc, name, symptom
"""

CONTROLS = """
select * from kpi_controls
order by array_position(['fail', 'unknown', 'pass'], status), name, control
"""

# What each team has to fix: the codes of the month that holds the latest contacts.
HANDOFF = """
select
    handoff.owner,
    sum(handoff.contacts) as contacts,
    sum(handoff.revenue_at_risk) as revenue_at_risk,
    sum(handoff.open_fixes) as open_fixes,
    sum(handoff.overdue_fixes) as overdue_fixes,
    arg_min(coalesce(codes.reason_name, handoff.reason_code), handoff.handoff_rank) as first_reason,
    any_value(handoff.month_start_date) as month_start_date
from kpi_owner_handoff as handoff
left join dim_reason_codes as codes on handoff.reason_code = codes.reason_code
where handoff.month_start_date = (select max(month_start_date) from kpi_owner_handoff)
    and handoff.owner is not null
group by handoff.owner
order by overdue_fixes desc, revenue_at_risk desc, handoff.owner
"""

GATES = """
select gate, part, band, finding, measured_value, healthy_bound from dq_gates
order by
    array_position(['intervention', 'watch', 'excepted', 'not_judged', 'healthy'], band),
    gate, part
"""

REJECTED = """
select raw_table, reason, is_kept, count(*) as row_versions
from dq_rejected_rows
group by raw_table, reason, is_kept
order by row_versions desc, raw_table, reason, is_kept
"""

UNKNOWN = """
select list_name, unknown_value, read_as, rows_with_it, row_share, last_seen_at, known_in
from dq_unknown_values
order by rows_with_it desc, list_name, unknown_value
"""

RAW_TABLES = "select * from dq_raw_tables order by raw_table"

BAD_TIMES = "bad_times_share"
# The measures that read the clocks this gate is about.
OF_TIMES = (
    *("first_response_sla", "first_response_median_minutes", "resolution_sla"),
    *("conversion_risk_resolved_within_sla", "outcome_sla"),
)

# What a symptom measures, in what unit, and what it is compared with.
EVIDENCE = {
    "rising_product_expectation_contacts": ("contacts", "per 100 orders", "four weeks before"),
    "high_checkout_payment_contacts": ("share of contacts", "share", "four weeks before"),
    "sla_fine_refunds_rising": ("recurrence or refunds", "share", "four weeks before"),
    "regional_delivery_complaints": ("contacts", "per 100 orders", "other regions"),
    "insights_ignored": ("fix adoption", "share", "before"),
}
# The only symptom whose entity is a team; what the others fire for is a category or a region.
OF_OWNERS = "insights_ignored"

# What the two measures of a control are, and their units.
MEASURES = {
    "taxonomy_quality": (("high-quality reasons", "share"), ("catch-all", "share")),
    "revenue_priority_routing": (
        ("median first reply, high-priority risk", "minutes"),
        ("low impact", "minutes"),
    ),
    "outcome_based_sla": (("outcome SLA", "share"), ("resolution SLA", "share")),
    "ownership_mapping": (("codes without owner or days", "count"), ("expired", "count")),
    "feedback_loop": (("fix adoption", "share"), ("fixes proposed in 28 days", "count")),
}
UNNAMED = (("first measure", ""), ("second measure", ""))


STATES = {
    "intervention": "need intervention",
    "watch": "on watch",
    "excepted": "excepted",
    "not_judged": "not judged",
}


@dataclass(frozen=True)
class Quality:
    """The state of the data.

    Attributes:
        gates: all of them, worst first.
        rejected: row versions by table and reason.
        unknown: values that are in no list, the most frequent first.
        raw_tables: every raw table and whether it is there.
    """

    gates: Sequence[Row]
    rejected: Sequence[Row]
    unknown: Sequence[Row]
    raw_tables: Sequence[Row]

    @property
    def missing(self) -> list[str]:
        """Raw tables that are not there."""
        return [row["raw_table"] for row in self.raw_tables if not row["is_present"]]

    @property
    def findings(self) -> list[Row]:
        """Gates that are beyond their bounds."""
        return [gate for gate in self.gates if gate["band"] in ("intervention", "watch")]

    @property
    def band(self) -> str:
        """The worst band of any gate; a few healthy ones do not speak for many not judged."""
        if self.findings:
            return self.findings[0]["band"]
        not_healthy = len(self.passed_over)
        return "healthy" if self.gates_in("healthy") > not_healthy else "not_judged"

    @property
    def passed_over(self) -> list[Row]:
        """Gates that fail nothing and are not healthy either: excepted, or not judged."""
        return [gate for gate in self.gates if gate["band"] in ("excepted", "not_judged")]

    @property
    def doubt_of_times(self) -> str:
        """What to say where times are measured, when clocks disagree; else empty."""
        for gate in self.gates:
            value, bound = gate["measured_value"], gate["healthy_bound"]
            if gate["gate"] == BAD_TIMES and None not in (value, bound) and value > bound:
                return (
                    f"{number(value, 'share')} of recent contacts were answered or over before"
                    " they were created: the helpdesk's clocks disagree, so times and SLA are"
                    " in doubt."
                )
        return ""

    @property
    def checks(self) -> str:
        """How many checks are in which state, in a sentence; not judged is told, too."""
        if not self.gates:
            return "No check has run."
        told = [f"{self.gates_in('healthy')} of {len(self.gates)} checks are healthy"]
        told += [
            f"{self.gates_in(band)} {state}"
            for band, state in STATES.items()
            if self.gates_in(band)
        ]
        return f"{', '.join(told)}."

    def gates_in(self, band: str) -> int:
        """How many gates are in a band."""
        return sum(gate["band"] == band for gate in self.gates)

    def rows_rejected(self, is_kept: bool) -> int:
        """Row versions with a fault: kept without the value at fault, or left out."""
        return sum(row["row_versions"] for row in self.rejected if row["is_kept"] == is_kept)

    @property
    def rows_read(self) -> int:
        """Row versions of all raw tables."""
        return sum(row["row_versions"] or 0 for row in self.raw_tables)

    @property
    def is_sample(self) -> bool:
        """Whether the shop is the made-up one that comes with the project."""
        return any(str(row["read_from"]).startswith("seeds/raw/") for row in self.raw_tables)


def read_quality(marts: Marts) -> Quality:
    """Gates, rejected rows, unknown values and raw tables."""
    return Quality(
        marts.rows(GATES), marts.rows(REJECTED), marts.rows(UNKNOWN), marts.rows(RAW_TABLES)
    )


def read_firing(marts: Marts) -> list[Row]:
    """Symptoms that fire in the latest complete week, the most money first."""
    return [{**row, **_evidence(row)} for row in marts.rows(FIRING)]


def _evidence(row: Row) -> Row:
    """Its measure and what that is compared with, in words; its owner where one is known."""
    measure, unit, compared = EVIDENCE.get(row["symptom"], ("measure", "", "four weeks before"))
    evidence = f"{measure} {number(row['evidence_value'], unit)}"
    if row["baseline_value"] is not None:
        evidence += f" ({compared}: {number(row['baseline_value'], unit)})"
    owner = row["entity"] if row["symptom"] == OF_OWNERS else None
    return {"evidence": evidence, "owner": owner}


def read_track_record(marts: Marts) -> list[Row]:
    """How often each symptom fired, and how often its KPI moved the right way afterwards."""
    return marts.rows(TRACK_RECORD)


def read_handoff(marts: Marts) -> list[Row]:
    """What each owner has to fix this month, the most overdue first."""
    return marts.rows(HANDOFF)


def read_controls(marts: Marts) -> list[Row]:
    """Every control with its evidence in words, failed ones first."""
    return [
        {
            **row,
            "evidence": "; ".join(
                f"{label}: {number(row[column], unit)}"
                for (label, unit), column in zip(
                    MEASURES.get(row["control"], UNNAMED), ("evidence_1", "evidence_2"), strict=True
                )
            ),
        }
        for row in marts.rows(CONTROLS)
    ]


def read_week(marts: Marts) -> date | None:
    """The latest complete week."""
    return marts.value("select max(week_start_date) from kpi_scorecard")
