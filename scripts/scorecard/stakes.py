"""What is at stake in the contacts that wait."""

from decimal import Decimal

from . import charts
from .figures import Section, amounts, figure, picked
from .formats import number, plural
from .marts import Marts, Row

RISK = """
select
    coalesce(owner, 'no owner') as owner,
    commercial_impact,
    unresolved_contacts,
    high_priority_cases,
    revenue_at_risk
from kpi_revenue_at_risk
order by sum(revenue_at_risk) over (partition by owner) desc, owner,
    revenue_at_risk desc, commercial_impact
"""


def risk(marts: Marts) -> Section:
    """Revenue at risk, by the team that can do something about it and by what it is."""
    rows = marts.rows(RISK)
    lede = ""
    if rows:
        total, unresolved, cases = (
            sum(row[column] for row in rows)
            for column in ("revenue_at_risk", "unresolved_contacts", "high_priority_cases")
        )
        lede = (
            f"{number(total, marts.money)} is at risk in"
            f" {plural(unresolved, 'unresolved contact')},"
            f" {number(cases, 'count')} of them of high priority."
        )
    columns = ("owner", "commercial_impact", "unresolved_contacts", "high_priority_cases")
    impacts = _sums(rows, "commercial_impact")
    return Section(
        "risk",
        "Revenue at risk",
        lede,
        [
            figure(
                "risk-owners",
                "Revenue at risk by owner",
                marts.in_currency("As of now") + ".",
                [
                    ("Owner", "words"),
                    ("Impact", "words"),
                    ("Unresolved", "count"),
                    ("High priority", "count"),
                    (marts.in_currency("At risk"), marts.amount),
                ],
                picked(rows, *columns, "revenue_at_risk"),
                amounts(_sums(rows, "owner"), marts.amount),
                charts.bars,
                "No contact is unresolved.",
            ),
            figure(
                "risk-impacts",
                "Revenue at risk by impact",
                marts.in_currency("What the unresolved contacts may cost the shop") + ".",
                [("Impact", "words"), (marts.in_currency("At risk"), marts.amount)],
                impacts,
                amounts(impacts, marts.amount),
                charts.bars,
                "No contact is unresolved.",
            ),
        ],
        [marts.definition("kpi_revenue_at_risk", "revenue_at_risk", "high_priority_cases")],
    )


def most_at_risk(marts: Marts) -> tuple[str, Decimal] | None:
    """The owner of most revenue at risk, and how much; None where nothing is at risk."""
    sums = _sums(marts.rows(RISK), "owner")
    return sums[0] if sums and sums[0][1] else None


def _sums(rows: list[Row], column: str) -> list[tuple[str, Decimal]]:
    """Amount at risk by what a column holds, the largest first."""
    amounts: dict[str, Decimal] = {}
    for row in rows:
        amounts[row[column]] = amounts.get(row[column], Decimal(0)) + row["revenue_at_risk"]
    return sorted(amounts.items(), key=lambda item: (-item[1], item[0]))
