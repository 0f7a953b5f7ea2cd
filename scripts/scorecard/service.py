"""Promises kept: the service levels by channel and by week."""

from . import charts
from .figures import Figure, Section, bounds_of, figure, weekly
from .formats import number, words
from .marts import Marts, Row
from .scores import Score

# Met and breached of each SLA over the last four weeks in which it is mature.
SLA = """
with mature as (
    select kpi, week_start_date
    from kpi_scorecard
    where is_mature and kpi in ('first_response_sla', 'resolution_sla', 'outcome_sla')
    qualify row_number() over (partition by kpi order by week_start_date desc) <= 4
),

counted as (
    select week_start_date, channel, 'first_response_sla' as kpi,
        response_sla_met as met, response_sla_breached as breached
    from kpi_response_by_week
    union all
    select week_start_date, channel, 'resolution_sla', resolution_sla_met, resolution_sla_breached
    from kpi_resolution_by_week
    union all
    select week_start_date, channel, 'outcome_sla', outcome_sla_met, outcome_sla_breached
    from kpi_resolution_by_week
)

select channel, kpi, sum(met) as met, sum(met + breached) as decided
from counted
inner join mature using (kpi, week_start_date)
group by channel, kpi
having sum(met + breached) > 0
order by sum(sum(met + breached)) over (partition by channel) desc, channel, kpi
"""
PROMISES = {
    "first_response_sla": "first response",
    "resolution_sla": "resolution",
    "outcome_sla": "resolved for good",
}


def sla(marts: Marts, scores: dict[str, Score], doubt: str) -> Section:
    """Promises kept, by channel and by week.

    Args:
        marts: to read.
        scores: by KPI.
        doubt: what puts its times in doubt; empty where nothing does.
    """
    rows = marts.rows(SLA)
    return Section(
        "sla",
        "Promises kept, by channel",
        _lede(rows),
        [_by_channel(rows, scores), _by_week(scores)],
        [
            marts.definition("kpi_response_by_week", "first_response_sla"),
            marts.definition("kpi_resolution_by_week", "resolution_sla", "outcome_sla"),
        ],
        caveat=doubt,
    )


def _lede(rows: list[Row]) -> str:
    """What was resolved in time against what stayed resolved."""
    shares = {}
    for kpi in ("resolution_sla", "outcome_sla"):
        found = [row for row in rows if row["kpi"] == kpi]
        if not found:
            return ""
        met = sum(row["met"] for row in found) / sum(row["decided"] for row in found)
        shares[kpi] = number(met, "share")
    return (
        f"Over the last four weeks that are old enough to judge {shares['resolution_sla']} were"
        f" resolved in time, {shares['outcome_sla']} in time and for good."
    )


def _by_channel(rows: list[Row], scores: dict[str, Score]) -> Figure:
    drawn = [
        {
            "label": words(row["channel"]),
            "measure": PROMISES[row["kpi"]],
            "value": row["met"] / row["decided"],
        }
        for row in rows
    ]
    bounds = bounds_of(scores, "resolution_sla")
    return figure(
        "sla-channels",
        "SLA by channel",
        "The last four weeks that are old enough to judge, the busiest channel first.",
        [
            ("Channel", "words"),
            ("Promise", "text"),
            ("In time", "count"),
            ("Decided", "count"),
            ("Share", "share"),
        ],
        [
            [row["channel"], shown["measure"], row["met"], row["decided"], shown["value"]]
            for row, shown in zip(rows, drawn, strict=True)
        ],
        drawn,
        lambda records: charts.dots(records, list(PROMISES.values()), bounds),
        "No promise has been kept or broken in weeks that are old enough to judge.",
    )


def _by_week(scores: dict[str, Score]) -> Figure:
    drawn = [
        {**row, "series": promise}
        for kpi, promise in PROMISES.items()
        for row in weekly(scores, kpi)
    ]
    found = {(row["week"], row["series"]): row["value"] for row in drawn}
    promises = list(PROMISES.values())
    bounds = bounds_of(scores, "resolution_sla")
    return figure(
        "sla-weeks",
        "SLA by week",
        "All channels, by week of creation.",
        [("Week of", "day"), *((promise, "share") for promise in promises)],
        [
            [week, *(found.get((week, promise)) for promise in promises)]
            for week in sorted({row["week"] for row in drawn}, reverse=True)
        ],
        drawn,
        lambda records: charts.lines(records, ".0%", bounds, promises),
    )
