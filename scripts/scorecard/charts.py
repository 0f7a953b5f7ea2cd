"""The kinds of chart that the page has."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import altair as alt

from .svg import ACCENT, PAPER, SERIES, SHADES, WIDTH

Records = Sequence[Mapping[str, Any]]
Bounds = Sequence[tuple[str, str, float]]

BAR = 36
"""Height of a bar with its label and a gap."""

LEGEND = 50
"""Height of a legend of two lines."""

LETTER = 7.0
"""Width of a letter, rather too much than too little."""

DASHES = ([1, 0], [5, 3], [1, 3], [8, 3])
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SHAPES = ("circle", "diamond", "triangle-up", "square")


def bars(rows: Records, groups: Sequence[str] = (), has_legend: bool = True) -> alt.LayerChart:
    """Horizontal bars in the order given, each under its label and before its number.

    Args:
        rows: label, value, text and, with groups, group.
        groups: all of them, in the order of their colours.
        has_legend: False where the labels are the groups.
    """
    # The longest bar ends where the longest text still fits behind it.
    room = 1 - max(len(row["text"]) for row in rows) * LETTER / WIDTH
    most = max(row["value"] for row in rows) or 1
    base = alt.Chart(alt.Data(values=list(rows))).encode(
        y=alt.Y("label:N", sort=None, axis=None), text="label:N"
    )
    length = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, most / max(room, 0.3)]))
    colour = _groups(groups, has_legend=has_legend) if groups else alt.value(ACCENT)
    return alt.layer(
        base.mark_bar(height=9, yOffset=7).encode(x=length, color=colour),
        base.mark_text(align="left", baseline="bottom", x=0, dy=0, limit=WIDTH),
        base.mark_text(align="left", baseline="middle", dx=6, dy=7).encode(x=length, text="text:N"),
    ).properties(height=BAR * len(rows) + (LEGEND if groups and has_legend else 0))


def lines(
    rows: Records, form: str, bounds: Bounds = (), series: Sequence[str] = ()
) -> alt.LayerChart:
    """Weeks as lines with the bounds of the bands.

    Args:
        rows: week, value and, with series, series.
        form: d3 format of the axis.
        bounds: see figures.bounds_of.
        series: all of them, in the order of their colours and dashes.
    """
    days = sorted({row["week"] for row in rows})
    drawn = (
        alt.Chart(alt.Data(values=[{**row, "week": _instant(row["week"])} for row in rows]))
        .mark_line(point=alt.OverlayMarkDef(size=22), strokeWidth=2)
        .encode(
            x=_time("week", days[::-3]),
            # Lines compare weeks with each other and with the bounds, not with zero.
            y=alt.Y(
                "value:Q",
                title=None,
                scale=alt.Scale(zero=False),
                axis=alt.Axis(format=form, tickCount=4),
            ),
            color=_groups(series, "series") if series else alt.value(ACCENT),
        )
    )
    if series:
        dashes = alt.Scale(domain=list(series), range=list(DASHES[: len(series)]))
        drawn = drawn.encode(
            strokeDash=alt.StrokeDash("series:N", scale=dashes, legend=_legend("stroke"))
        )
    rules, words = _rules(bounds, "y")
    return alt.layer(*rules, drawn, *words).properties(height=170)


def columns(rows: Records) -> alt.Chart:
    """One column a week, from zero.

    Args:
        rows: week and value.
    """
    weeks = sorted(row["week"] for row in rows)
    return (
        alt.Chart(alt.Data(values=[{**row, "week": _instant(row["week"])} for row in rows]))
        .mark_bar(width=8, color=ACCENT)
        .encode(
            x=_time("week", weeks[::-4]),
            y=alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=4, format=",d", tickMinStep=1)),
        )
        .properties(height=150)
    )


def heat(rows: Records) -> alt.Chart:
    """Hours of the week as squares, the darker the more.

    Args:
        rows: day, hour, shade (the word of its shade) and rank, the smallest for the lightest.
    """
    shades = [shade for _, shade in sorted({(row["rank"], row["shade"]) for row in rows})]
    colours = SHADES[len(SHADES) - len(shades) :]
    return (
        alt.Chart(alt.Data(values=list(rows)))
        .mark_rect(stroke=PAPER, strokeWidth=1)
        .encode(
            x=alt.X(
                "hour:O",
                title=None,
                scale=alt.Scale(domain=list(range(24))),
                axis=alt.Axis(values=list(range(0, 24, 3)), labelAngle=0),
            ),
            y=alt.Y("day:N", title=None, scale=alt.Scale(domain=list(DAYS)), axis=_labels()),
            color=alt.Color(
                "shade:N",
                scale=alt.Scale(domain=shades, range=list(colours)),
                legend=_legend("square"),
            ),
        )
        .properties(height=24 * len(DAYS) + LEGEND)
    )


def stacks(rows: Records, ages: Sequence[str]) -> alt.Chart:
    """One bar a day, stacked by age, the oldest at the bottom and darkest.

    Args:
        rows: day, age, tickets and rank, the smallest at the bottom.
        ages: all of them, the youngest first.
    """
    days = sorted({row["day"] for row in rows})
    return (
        alt.Chart(alt.Data(values=[{**row, "day": _instant(row["day"])} for row in rows]))
        .mark_bar(width=4)
        .encode(
            x=_time("day", days[::-14]),
            y=alt.Y("tickets:Q", title=None, axis=alt.Axis(tickCount=4, format=",d")),
            color=alt.Color(
                "age:N",
                scale=alt.Scale(domain=list(ages), range=list(SHADES)),
                legend=_legend("square"),
            ),
            order=alt.Order("rank:Q"),
        )
        .properties(height=170)
    )


def dots(rows: Records, measures: Sequence[str], bounds: Bounds) -> alt.LayerChart:
    """Shares of several measures, one line for each thing.

    Args:
        rows: label, measure and value.
        measures: all of them, in the order of their colours and shapes.
        bounds: see figures.bounds_of.
    """
    labels = list(dict.fromkeys(row["label"] for row in rows))
    lowest = min([row["value"] for row in rows] + [value for _, _, value in bounds])
    scale = alt.Scale(domain=[max(0, lowest - 0.05), 1.01], nice=False, zero=False)
    shapes = alt.Scale(domain=list(measures), range=list(SHAPES[: len(measures)]))
    drawn = (
        alt.Chart(alt.Data(values=list(rows)))
        .mark_point(filled=True, size=60, opacity=1)
        .encode(
            y=alt.Y("label:N", sort=labels, title=None, axis=_labels(grid=True)),
            # Equal shares would hide each other.
            yOffset=alt.YOffset("measure:N", sort=list(measures)),
            x=alt.X("value:Q", title=None, scale=scale, axis=alt.Axis(format=".0%", tickCount=4)),
            color=_groups(measures, "measure"),
            shape=alt.Shape("measure:N", scale=shapes, legend=_legend()),
        )
    )
    rules, words = _rules(bounds, "x")
    return alt.layer(*rules, drawn, *words).properties(height=32 * len(labels) + 2 * LEGEND)


def _rules(bounds: Bounds, axis: str) -> tuple[list[alt.Chart], list[alt.Chart]]:
    """A dashed line for each bound, and its name where it ends."""
    # Beside the plot: within it a name would cover the latest weeks.
    place: dict[str, Any] = {"x": alt.expr("width + 6"), "align": "left", "baseline": "middle"}
    if axis == "x":
        place = {"y": 0, "align": "center", "dy": -5}
    rules, words = [], []
    for word, colour, value in bounds:
        base = alt.Chart(alt.Data(values=[{"bound": value, "word": word}])).encode(
            **{axis: "bound:Q"}
        )
        rules.append(base.mark_rule(color=colour, strokeDash=[2, 2]))
        words.append(base.mark_text(fontSize=11, fill=colour, **place).encode(text="word:N"))
    return rules, words


def _groups(groups: Sequence[str], field: str = "group", has_legend: bool = True) -> alt.Color:
    scale = alt.Scale(domain=list(groups), range=list(SERIES[: len(groups)]))
    legend = _legend("stroke" if field == "series" else None) if has_legend else None
    return alt.Color(f"{field}:N", scale=scale, legend=legend)


def _legend(symbol: str | None = None) -> alt.Legend:
    options = {"symbolType": symbol} if symbol else {}
    return alt.Legend(orient="top", title=None, columns=2, labelLimit=200, **options)


def _labels(grid: bool = False) -> alt.Axis:
    return alt.Axis(labelLimit=150, grid=grid)


def _time(field: str, ticks: Sequence[date]) -> alt.X:
    axis = alt.Axis(format="%-d %b", grid=False, values=[_instant(tick) for tick in ticks])
    return alt.X(f"{field}:T", title=None, scale=alt.Scale(type="utc"), axis=axis)


def _instant(day: date) -> int:
    """A day as Vega reads it alike in every time zone: milliseconds of its midnight in UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
