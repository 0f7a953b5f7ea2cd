"""The last weeks of a KPI in the space of a few words."""

from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 12
WIDTH, HEIGHT, MARGIN = 132.0, 40.0, 5.0


@dataclass(frozen=True)
class Sparkline:
    """Where things are, in units of the drawing, y downwards.

    Attributes:
        lines: points of each unbroken run of weeks; a week without a value breaks it.
        dots: runs of a single week.
        last: the latest value; None without any.
        healthy: y of the healthy bound; watch: of the watch bound.
        healthy_from, healthy_height: the band of healthy values.
    """

    lines: list[str]
    dots: list[tuple[float, float]]
    last: tuple[float, float] | None
    healthy: float
    watch: float
    healthy_from: float
    healthy_height: float


def sparkline(
    values: dict[date, float], end: date, direction: str, healthy: float, watch: float
) -> Sparkline:
    """Lay out the weeks up to one, both bounds always in sight.

    Args:
        values: by week; None or no entry where there is none.
        end: the last week drawn.
        direction: which values are better, `higher` or `lower`.
        healthy: last healthy value.
        watch: last value that is watch.
    """
    weeks = [end - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    known = [values[week] for week in weeks if values.get(week) is not None]
    low, high = min([*known, healthy, watch]), max([*known, healthy, watch])
    spread = (high - low) or 1.0

    def place(value: float) -> float:
        return round(HEIGHT - MARGIN - (value - low) / spread * (HEIGHT - 2 * MARGIN), 1)

    step = (WIDTH - 2 * MARGIN) / (WEEKS - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for position, week in enumerate(weeks):
        value = values.get(week)
        if value is None:
            runs.append([])
        else:
            runs[-1].append((round(MARGIN + position * step, 1), place(value)))
    drawn = [run for run in runs if run]
    bound = place(healthy)
    top, bottom = (0.0, bound) if direction == "higher" else (bound, HEIGHT)
    return Sparkline(
        lines=[" ".join(f"{x},{y}" for x, y in run) for run in drawn if len(run) > 1],
        dots=[run[0] for run in drawn if len(run) == 1],
        last=drawn[-1][-1] if drawn else None,
        healthy=bound,
        watch=place(watch),
        healthy_from=top,
        healthy_height=round(bottom - top, 1),
    )
