"""What a section of the page is made of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import altair as alt
from markupsafe import Markup

from .charts import Bounds, Records
from .formats import number, words
from .marts import Definition, Row
from .scores import Score
from .svg import HEALTHY, WATCH, svg

RECENT = """
recent as (
    select distinct week_start_date from kpi_scorecard
    qualify dense_rank() over (order by week_start_date desc) <= 4
)
"""
"""The last four complete weeks: one week of a small shop is too few contacts to show."""

Columns = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Figure:
    """A chart with the numbers behind it.

    Attributes:
        key: its identifier on the page.
        title: of the chart.
        summary: what it shows, in a sentence.
        columns: heading and unit of each column of the table.
        rows: of the table.
        chart: drawing of the same numbers; None where there is nothing to draw.
        empty: what to say then.
    """

    key: str
    title: str
    summary: str
    columns: Columns
    rows: Sequence[Sequence[Any]]
    chart: Markup | None
    empty: str


@dataclass(frozen=True)
class Section:
    """A question and its figures.

    Attributes:
        key: anchor.
        title: heading.
        lede: the answer in a sentence or two; empty without data.
        figures: what shows it.
        definitions: what the documentation says of the marts behind it.
        caveat: what must not be read into it.
    """

    key: str
    title: str
    lede: str
    figures: Sequence[Figure]
    definitions: Sequence[Definition] = field(default_factory=list)
    caveat: str = ""


def figure(
    key: str,
    title: str,
    summary: str,
    columns: Columns,
    rows: Sequence[Sequence[Any]],
    drawn: Records,
    draw: Callable[[Records], alt.TopLevelMixin],
    empty: str = "No data in these weeks.",
) -> Figure:
    """Draw a figure, if there is anything to draw.

    Args:
        key, title, summary, columns, rows, empty: see Figure.
        drawn: what the chart shows; none draws nothing.
        draw: one of charts.py.
    """
    chart = svg(draw(drawn), key, title, summary) if drawn else None
    return Figure(key, title, summary if drawn else "", columns, rows, chart, empty)


def picked(rows: Sequence[Row], *names: str) -> list[list[Any]]:
    """The columns named, in that order, as rows of a table."""
    return [[row[name] for name in names] for row in rows]


def bounds_of(scores: dict[str, Score], kpi: str) -> Bounds:
    """Word, colour and value of a KPI's bounds; none where the KPI is not defined."""
    if kpi not in scores:
        return []
    score = scores[kpi]
    return [("healthy", HEALTHY, score.healthy_bound), ("watch", WATCH, score.watch_bound)]


def weekly(scores: dict[str, Score], kpi: str) -> list[Row]:
    """Weeks of a KPI with their values, oldest first."""
    found = sorted(scores[kpi].history.items()) if kpi in scores else []
    return [{"week": week, "value": value} for week, value in found]


def amounts(items: Iterable[tuple[str, float | Decimal]], unit: str) -> list[Row]:
    """Money as bars: what for, and how much.

    Args:
        items: key and amount of each.
        unit: of the amounts, see Marts.amount.
    """
    return [
        {"label": words(key), "value": float(amount), "text": number(amount, unit)}
        for key, amount in items
    ]
