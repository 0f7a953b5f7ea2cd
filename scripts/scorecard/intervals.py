"""The interval of a value on the scale of its bands, in the space of a few words."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 132.0, 22.0, 6.0


@dataclass(frozen=True)
class IntervalBar:
    """Where things are, in units of the drawing.

    Attributes:
        zones: band, x and width of each, worst first or last as the scale runs.
        value: x of the value.
        low, high: x of the ends; None without an interval.
    """

    zones: Sequence[tuple[str, float, float]]
    value: float
    low: float | None
    high: float | None


def interval_bar(
    value: float,
    low: float | None,
    high: float | None,
    direction: str,
    bounds: tuple[float, float],
) -> IntervalBar:
    """Lay out a value, its interval and the bands around them, both bounds always in sight.

    Args:
        value: of the measure.
        low: end of its interval; None without one.
        high: the other end.
        direction: which values are better, `higher` or `lower`.
        bounds: last healthy value, last value that is watch.
    """
    ends = [one for one in (low, high) if one is not None]
    known = [value, *bounds, *ends]
    least, most = min(known), max(known)
    spread = (most - least) or 1.0

    def place(one: float) -> float:
        return round(MARGIN + (one - least) / spread * (WIDTH - 2 * MARGIN), 1)

    first, second = sorted(place(bound) for bound in bounds)
    bands = ("healthy", "watch", "intervention")
    edges = (0.0, first, second, WIDTH)
    return IntervalBar(
        zones=[
            (band, start, round(end - start, 1))
            for band, start, end in zip(
                bands if direction == "lower" else bands[::-1], edges, edges[1:], strict=False
            )
        ],
        value=place(value),
        low=place(low) if low is not None else None,
        high=place(high) if high is not None else None,
    )
