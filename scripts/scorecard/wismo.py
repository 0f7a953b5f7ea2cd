"""Customers who ask where their order is, and whether updates spare them the question."""

from . import charts
from .figures import Figure, Section, bounds_of, figure, picked, weekly
from .formats import day, number, plural
from .marts import Marts, Row
from .scores import Score

# Deflection is known 30 days late: more weeks than the twelve that lines show.
WEEKS = """
select * from kpi_wismo_by_week
where is_complete_week
qualify dense_rank() over (order by week_start_date desc) <= 18
order by week_start_date
"""
ASKED = {"informed_asked_rate": "informed", "uninformed_asked_rate": "not informed"}


def wismo(marts: Marts, scores: dict[str, Score]) -> Section:
    """How many ask where the order is, and what updates may have to do with it."""
    rows = marts.rows(WEEKS)
    return Section(
        "wismo",
        "Where is my order?",
        _lede(rows[-1], scores, marts.money) if rows else "",
        [_rate(marts, rows, scores), _deflection([row for row in rows if row["informed_orders"]])],
        [
            marts.definition(
                "kpi_wismo_by_week",
                "wismo_contact_rate",
                "wismo_handling_cost",
                "wismo_deflection_rate",
                "deflected_contacts",
            )
        ],
        caveat="Deflection is observational: orders that get an update may differ in other ways"
        " from those that get none, so it is not the proven effect of updates.",
    )


def _lede(last: Row, scores: dict[str, Score], money: str) -> str:
    """The latest week in a sentence, and the deflection of the latest week that has one."""
    lede = (
        f"{number(last['wismo_contacts'], 'count')} of {plural(last['contacts'], 'contact')} in the"
        f" latest complete week; answering them cost"
        f" {number(last['wismo_handling_cost'], money)} in all."
    )
    deflection = scores.get("wismo_deflection_rate")
    if deflection and deflection.value is not None:
        how = "less" if deflection.value >= 0 else "more"
        lede += (
            f" In the week of {day(deflection.week_start_date)}, the latest old enough to judge,"
            f" informed customers asked {number(abs(deflection.value), 'rate')} {how} often than"
            " others."
        )
    return lede


def _rate(marts: Marts, rows: list[Row], scores: dict[str, Score]) -> Figure:
    bounds = bounds_of(scores, "wismo_contact_rate")
    return figure(
        "wismo-rate",
        "WISMO contact rate",
        "Share of contacts that ask where the order is, by week.",
        [
            ("Week of", "day"),
            ("Contacts", "count"),
            ("WISMO", "count"),
            ("Rate", "share"),
            ("Median resolution", "minutes"),
            (marts.in_currency("Cost"), marts.amount),
        ],
        picked(
            rows[::-1],
            "week_start_date",
            "contacts",
            "wismo_contacts",
            "wismo_contact_rate",
            "wismo_resolution_minutes",
            "wismo_handling_cost",
        ),
        weekly(scores, "wismo_contact_rate"),
        lambda records: charts.lines(records, ".0%", bounds),
    )


def _deflection(rows: list[Row]) -> Figure:
    drawn = [
        {"week": row["week_start_date"], "series": name, "value": row[column]}
        for row in rows
        for column, name in ASKED.items()
        if row[column] is not None
    ]
    return figure(
        "wismo-deflection",
        "Orders whose customer asked",
        "Share of orders shipped in a week, with and without an update in the first 24 hours.",
        [
            ("Shipped in week of", "day"),
            ("Informed orders", "count"),
            ("Asked", "share"),
            ("Other orders", "count"),
            ("Asked", "share"),
            ("Deflection", "rate"),
        ],
        picked(
            rows[::-1],
            "week_start_date",
            "informed_orders",
            "informed_asked_rate",
            "uninformed_orders",
            "uninformed_asked_rate",
            "wismo_deflection_rate",
        ),
        drawn,
        lambda records: charts.lines(records, ".0%", series=list(ASKED.values())),
        "No orders with an update whose 30 days have elapsed.",
    )
