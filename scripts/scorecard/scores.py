"""The benchmark table: each KPI in its latest week that is old enough to judge and has a value."""

from dataclasses import dataclass
from datetime import date, timedelta

from .formats import difference, number, plural
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
    scores.value, coalesce(scores.band, 'no_data') as band,
    scores.previous_value, scores.ci_low, scores.ci_high, scores.is_band_certain
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
        history: values of the weeks of the sparkline, by week.
    """

    kpi: str
    name: str
    kind: str
    unit: str
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
    value: float | None
    band: str
    previous_value: float | None
    ci_low: float | None
    ci_high: float | None
    is_band_certain: bool | None
    history: dict[date, float]

    @property
    def change(self) -> tuple[str, str, str] | None:
        """Arrow, size and judgement of the step from the week before; None without both."""
        if self.value is None or self.previous_value is None:
            return None
        if self.value == self.previous_value:
            return "→", "no change", ""
        rose = self.value > self.previous_value
        better = rose == (self.direction == "higher")
        size = difference(self.value, self.previous_value, self.unit)
        return "↑" if rose else "↓", size, "better" if better else "worse"

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
    """Every KPI, worst band first, then by name."""
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
        scores.append(Score(**row, history=history))
    return sorted(scores, key=lambda score: BANDS.index(score.band))
