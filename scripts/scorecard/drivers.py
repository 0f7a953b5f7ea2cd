"""What is behind the change of a measure: by whom, in words and as bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from .formats import number, short_day, signed, words
from .marts import Marts, Row
from .scores import Score

DRIVERS = """
select
    *,
    sum(denominator) over dimensions as total_denominator,
    sum(previous_denominator) over dimensions as total_previous_denominator
from kpi_change_drivers
window dimensions as (partition by kpi, dimension)
order by kpi, dimension, driver_rank
"""

DIMENSIONS = {
    "channel": "Channel",
    "region": "Region",
    "contact_reason": "Contact reason",
    "commercial_impact": "Impact",
    "owner": "Owner",
}
"""What the page calls them, in the order in which one is preferred where two tell as much."""

QUOTED = "\N{LEFT DOUBLE QUOTATION MARK}{}\N{RIGHT DOUBLE QUOTATION MARK}"

TOLD = 3
"""So many drivers are told in words."""

DRAWN = 5
"""So many are drawn; the others together are one bar more."""

LEAST = 0.1
"""A driver smaller than this part of the largest one is not worth a word."""

LABEL, BAR, WIDTH, ROW = 150.0, 120.0, 340.0, 24.0
"""Places in the drawing: where labels end, how long the bars may be, all of it, a row."""


@dataclass(frozen=True)
class Driver:
    """One segment of a dimension; kpi_change_drivers says what the columns mean."""

    dimension: str
    segment: str
    denominator: float
    previous_denominator: float
    value: float | None
    previous_value: float | None
    contribution: float
    rate_effect: float
    mix_effect: float
    share: float
    previous_share: float

    @property
    def name(self) -> str:
        """The segment as a reader calls it."""
        if self.segment == "unknown":
            return f"{DIMENSIONS.get(self.dimension, words(self.dimension))} unknown"
        # codes of countries
        is_code = self.dimension == "region" and len(self.segment) <= 3
        return self.segment.upper() if is_code else words(self.segment)

    def told(self, score: Score) -> str:
        """What it did to the measure, in words and by how much."""
        size = signed(self.contribution, score.unit)
        is_rate = abs(self.rate_effect) >= abs(self.mix_effect)
        if is_rate and self.value is not None and self.previous_value is not None:
            before, now = (number(one, score.unit) for one in (self.previous_value, self.value))
            how = score.verdict(self.rate_effect)
            return f"{self.name} got {how}, {before} → {now} ({size})"
        how = "more" if self.share >= self.previous_share else "fewer"
        return f"{how} {QUOTED.format(self.name)} {score.counted} ({size})"


@dataclass(frozen=True)
class Bar:
    """A contribution as it is drawn: its label, where the bar is, and its number."""

    label: str
    size: str
    verdict: str
    x: float
    width: float


@dataclass(frozen=True)
class Story:
    """What is behind the change of one measure.

    Attributes:
        score: the measure.
        week: Monday of the latest of the four later weeks.
        value, previous_value, change: of the shop, four weeks against the four before.
        is_certain: whether that is beyond doubt; None where nobody can say so.
        cases: denominator of the four later weeks.
        dimensions: drivers of each, the largest first.
        leading: the dimension that tells most, see lead; None where none does.
    """

    score: Score
    week: date
    value: float
    previous_value: float
    change: float
    is_certain: bool | None
    cases: float
    dimensions: dict[str, list[Driver]]
    leading: str | None

    @property
    def span(self) -> str:
        """Which weeks are compared."""
        end = short_day(self.week + timedelta(days=6))
        return f"the four weeks to {end} against the four before"

    @property
    def step(self) -> str:
        """From what to what, and by how much."""
        before, now = (number(one, self.score.unit) for one in (self.previous_value, self.value))
        return f"{before} → {now}, {signed(self.change, self.score.unit)}"

    @property
    def causes(self) -> list[str]:
        """The largest drivers in words."""
        return [driver.told(self.score) for driver in self._largest()]

    @property
    def owner(self) -> str | None:
        """The team whose contacts moved it most, in the direction in which it moved."""
        for driver in self.dimensions.get("owner", []):
            if driver.contribution * self.change > 0 and driver.segment != "unknown":
                return driver.name
        return None

    @property
    def bars(self) -> Sequence[Bar]:
        """The largest drivers and the sum of all others, diverging from no effect."""
        drivers = self.dimensions[self.leading] if self.leading else []
        drawn = [(driver.name, driver.contribution) for driver in drivers[:DRAWN]]
        others = drivers[DRAWN:]
        if others:
            rest = sum(driver.contribution for driver in others)
            drawn.append((f"{len(others)} other{'s' * (len(others) > 1)}", rest))
        most = max((abs(size) for _, size in drawn), default=0) or 1
        middle = LABEL + BAR / 2
        return [
            Bar(
                label,
                signed(size, self.score.unit),
                self.score.verdict(size),
                round(middle + min(0.0, size / most * BAR / 2), 1),
                round(abs(size) / most * BAR / 2, 1),
            )
            for label, size in drawn
        ]

    @property
    def rows(self) -> list[list[object]]:
        """All drivers, the numbers behind the drawing."""
        unit = self.score.unit
        return [
            [
                DIMENSIONS.get(dimension, words(dimension)),
                driver.name,
                signed(driver.contribution, unit),
                signed(driver.rate_effect, unit),
                signed(driver.mix_effect, unit),
                number(driver.previous_value, unit),
                number(driver.value, unit),
            ]
            for dimension in self._in_order()
            for driver in self.dimensions[dimension]
        ]

    def _in_order(self) -> list[str]:
        return sorted(self.dimensions, key=lambda name: (name != self.leading, _place(name)))

    def _largest(self) -> list[Driver]:
        drivers = self.dimensions[self.leading][:TOLD] if self.leading else []
        least = LEAST * abs(drivers[0].contribution) if drivers else 0
        return [driver for driver in drivers if abs(driver.contribution) > least]


def read_stories(marts: Marts, scores: dict[str, Score]) -> dict[str, Story]:
    """What is behind the change of each measure that has drivers, by KPI."""
    stories = {}
    for kpi, found in groupby(marts.rows(DRIVERS), key=lambda row: row["kpi"]):
        rows = list(found)
        if kpi not in scores:
            continue
        dimensions: dict[str, list[Driver]] = {}
        for row in rows:
            dimensions.setdefault(row["dimension"], []).append(_driver(row))
        whole = rows[0]
        stories[kpi] = Story(
            score=scores[kpi],
            week=whole["week_start_date"],
            value=whole["total_value"],
            previous_value=whole["total_previous_value"],
            change=whole["total_change"],
            is_certain=whole["is_total_change_certain"],
            cases=whole["total_denominator"],
            dimensions=dimensions,
            leading=lead(dimensions, whole["total_change"]),
        )
    return stories


def lead(dimensions: dict[str, list[Driver]], change: float) -> str | None:
    """The dimension that tells most of a change.

    Every dimension explains the whole change. One tells nothing where each segment moved as
    its size has it; so the one counts whose largest segment is furthest from that. One with a
    single segment can only repeat the change.

    Args:
        dimensions: drivers of each.
        change: of the shop.

    Returns:
        None where no dimension has two segments, or nothing contributes.
    """
    beyond = {
        name: max(
            abs(one.contribution - (one.share + one.previous_share) / 2 * change) for one in drivers
        )
        for name, drivers in dimensions.items()
        if len(drivers) > 1 and any(one.contribution for one in drivers)
    }
    # As written: the last binary digits decide nothing.
    return min(beyond, key=lambda name: (-round(beyond[name], 9), _place(name)), default=None)


def _place(dimension: str) -> tuple[int, str]:
    """Key that sorts dimensions: the known ones first, in their order."""
    known = list(DIMENSIONS)
    return (known.index(dimension) if dimension in known else len(known), dimension)


def _driver(row: Row) -> Driver:
    return Driver(
        **{
            name: row[name]
            for name in (
                *("dimension", "segment", "denominator", "previous_denominator", "value"),
                *("previous_value", "contribution", "rate_effect", "mix_effect"),
            )
        },
        share=row["denominator"] / row["total_denominator"],
        previous_share=row["previous_denominator"] / row["total_previous_denominator"],
    )
