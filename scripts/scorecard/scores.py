"""The benchmark table: each KPI in its latest week that is old enough to judge and has a value."""

from dataclasses import dataclass
from datetime import date, timedelta

from .formats import MONEY, counted, difference, number, plural
from .intervals import IntervalBar, interval_bar
from .marts import Marts
from .sparkline import WEEKS, Sparkline, sparkline

BANDS = ("intervention", "watch", "healthy", "no_data")
"""Worst first: the order of the page."""

SCORES = """
with latest as (
    select
        kpi,
        max(week_start_date) as latest_week,
        coalesce(
            max(week_start_date) filter (where value is not null), max(week_start_date)
        ) as week_start_date
    from kpi_scorecard
    where is_mature
    group by kpi
)
select
    dim_kpis.*, latest.week_start_date, latest.latest_week,
    (select max(week_start_date) from kpi_scorecard) as newest_week,
    scores.numerator, scores.denominator, scores.cases,
    scores.value, coalesce(scores.band, 'no_data') as band,
    scores.previous_value, scores.ci_low, scores.ci_high, scores.is_band_certain,
    scores.change, scores.change_ci_low, scores.change_ci_high, scores.is_change_certain
from dim_kpis
left join latest on dim_kpis.kpi = latest.kpi
left join kpi_scorecard as scores
    on latest.kpi = scores.kpi and latest.week_start_date = scores.week_start_date
order by dim_kpis.name, dim_kpis.kpi
"""

HISTORY = """
select kpi, week_start_date, value
from kpi_scorecard
where is_mature and value is not null
"""


@dataclass(frozen=True)
class Score:
    """A KPI with its latest mature week; dim_kpis and kpi_scorecard say what the columns mean.

    Attributes:
        week_start_date: of the value shown, the latest mature week that has one.
        latest_week: the latest mature week, with a value or without.
        newest_week: the latest complete week of the whole page.
        unit: as numbers are written, with the currency where there is one.
        history: values of the weeks of the sparkline, by week.
    """

    kpi: str
    name: str
    kind: str
    unit: str
    currency: str | None
    counted: str
    question: str
    formula: str
    business_implication: str
    window_days: int
    direction: str
    healthy_bound: float
    watch_bound: float
    week_start_date: date | None
    latest_week: date | None
    newest_week: date | None
    numerator: float | None
    denominator: float | None
    cases: int | None
    value: float | None
    band: str
    previous_value: float | None
    ci_low: float | None
    ci_high: float | None
    is_band_certain: bool | None
    change: float | None
    change_ci_low: float | None
    change_ci_high: float | None
    is_change_certain: bool | None
    history: dict[date, float]

    @property
    def step(self) -> tuple[str, str, str] | None:
        """Arrow, size and judgement of the change against the week before; None without one."""
        if self.change is None or self.value is None or self.previous_value is None:
            return None
        size = difference(self.value, self.previous_value, self.unit)
        if self.change == 0:
            return "→", "no change", ""
        verdict = {True: self.verdict(self.change), False: "may be chance", None: "too few to tell"}
        return "↑" if self.change > 0 else "↓", size, verdict[self.is_change_certain]

    def verdict(self, change: float) -> str:
        """Whether a change of this measure is for the better or the worse."""
        return "better" if (change > 0) == (self.direction == "higher") else "worse"

    @property
    def is_beyond_doubt(self) -> bool:
        """Whether the band is certain; without an interval nobody can say so."""
        return self.is_band_certain is True

    @property
    def size(self) -> str:
        """How many cases the value stands on; empty where that is not known."""
        if self.cases is None or self.value is None:
            return ""
        return counted(self.cases, self.counted)

    @property
    def stands_on(self) -> str:
        """What the value is made of, as counts: a reader sees at once how little it is."""
        if self.kind == "share" and self.size and self.numerator is not None:
            return f"{number(self.numerator, 'count')} of {self.size}"
        if self.kind == "two_counts" and self.size and self.denominator is not None:
            return f"{number(self.denominator, 'count')} → {self.size}"
        return self.size

    @property
    def interval(self) -> IntervalBar | None:
        """The interval on the scale of the bands; None without a value."""
        if self.value is None:
            return None
        return interval_bar(
            self.value,
            self.ci_low,
            self.ci_high,
            self.direction,
            (self.healthy_bound, self.watch_bound),
        )

    @property
    def reach(self) -> str:
        """The interval in words."""
        if self.ci_low is None or self.ci_high is None:
            return "too few cases for an interval"
        low, high = number(self.ci_low, self.unit), number(self.ci_high, self.unit)
        return f"95 % between {low} and {high}"

    @property
    def age(self) -> str:
        """How old the value is, where the latest mature week has none; else empty."""
        if self.value is None or self.week_start_date is None or self.newest_week is None:
            return ""
        if self.week_start_date == self.latest_week:
            return ""
        return f"{plural((self.newest_week - self.week_start_date).days // 7, 'week')} ago"

    @property
    def bounds(self) -> str:
        """The bands in words."""
        word = "from" if self.direction == "higher" else "up to"
        healthy, watch = (number(b, self.unit) for b in (self.healthy_bound, self.watch_bound))
        return f"healthy {word} {healthy}, watch {word} {watch}"

    @property
    def sparkline(self) -> Sparkline | None:
        """The latest weeks, drawn; None when none of them has a value."""
        if not self.history or self.latest_week is None:
            return None
        return sparkline(
            self.history,
            self.latest_week,
            self.direction,
            self.healthy_bound,
            self.watch_bound,
        )

    @property
    def story(self) -> str:
        """The sparkline in words."""
        values = [number(value, self.unit) for _, value in sorted(self.history.items())]
        return f"{len(values)} weeks with a value, {values[0]} to {values[-1]}; {self.bounds}."


def read_scores(marts: Marts) -> list[Score]:
    """Every KPI, worst band first, in a band those beyond doubt, then by name."""
    histories: dict[str, dict[date, float]] = {}
    for row in marts.rows(HISTORY):
        histories.setdefault(row["kpi"], {})[row["week_start_date"]] = row["value"]
    scores = []
    for row in marts.rows(SCORES):
        end = row["latest_week"]
        history = {
            week: value
            for week, value in histories.get(row["kpi"], {}).items()
            if week > end - timedelta(weeks=WEEKS)
        }
        unit = marts.money if row["unit"] == MONEY else row["unit"]
        scores.append(Score(**{**row, "unit": unit}, history=history))
    return sorted(scores, key=lambda score: (BANDS.index(score.band), not score.is_beyond_doubt))
