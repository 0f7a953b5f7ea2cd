"""How many customers write, by week and by hour of the week."""

from bisect import bisect_right

from . import charts
from .figures import Figure, Section, figure, picked
from .formats import day, number, plural
from .marts import Marts, Row

# Each row of a week bears the week's own sums.
WEEKS = """
select
    week_start_date,
    max(total_contacts) as contacts,
    max(orders_placed) as orders,
    100.0 * max(total_contacts) / nullif(max(orders_placed), 0) as per_100_orders
from kpi_contact_reasons_by_week
where is_complete_week
group by week_start_date
qualify row_number() over (order by week_start_date desc) <= 26
order by week_start_date
"""

HOURS = "select * from kpi_arrivals_by_hour order by weekday, local_hour"

LEAST_REPLIES = 3
"""A median of fewer waits is one customer's luck: the cell stays empty, the table tells it."""

SHADES = 4

PER_ORDERS = "contacts"
"""Unit of contacts per 100 orders below a heading or after words that say so."""


def read_weeks(marts: Marts) -> list[Row]:
    """Contacts and orders of the latest complete weeks, oldest first."""
    return marts.rows(WEEKS)


def contacts_by_week(marts: Marts) -> Figure:
    """The first figure of the page: everything else is parts of this."""
    rows = read_weeks(marts)
    summary = ""
    if rows:
        summary = f"{plural(rows[-1]['contacts'], 'contact')} in the latest complete week"
        if len(rows) > 1:
            summary += f", {number(rows[-2]['contacts'], 'count')} in the week before"
        if rows[-1]["per_100_orders"] is not None:
            summary += f"; {number(rows[-1]['per_100_orders'], 'per 100 orders')}"
        summary += "."
        first, last = rows[0]["per_100_orders"], rows[-1]["per_100_orders"]
        if len(rows) > 2 and None not in (first, last):
            span = (rows[-1]["week_start_date"] - rows[0]["week_start_date"]).days // 7 + 1
            summary += (
                f" Over {plural(span, 'week')} contacts per 100 orders went from"
                f" {number(first, PER_ORDERS)} to {number(last, PER_ORDERS)}."
            )
    return figure(
        "volume",
        "Contacts by week",
        summary,
        [
            ("Week of", "day"),
            ("Contacts", "count"),
            ("Orders placed", "count"),
            ("Per 100 orders", PER_ORDERS),
        ],
        picked(rows[::-1], "week_start_date", "contacts", "orders", "per_100_orders"),
        [{"week": row["week_start_date"], "value": row["contacts"]} for row in rows],
        charts.columns,
        "No complete week has a contact.",
    )


def hours(marts: Marts) -> Section:
    """When contacts arrive, and how long those of an hour wait: for staffing."""
    rows = marts.rows(HOURS)
    lede = ""
    if rows:
        busiest = min(rows, key=lambda row: (-row["contacts"], row["weekday"], row["local_hour"]))
        lede = (
            f"The last {plural(rows[0]['weeks'], 'complete week')}, from"
            f" {day(rows[0]['first_week_start_date'])}, laid over each other, by the clock of"
            f" {rows[0]['time_zone']}. The busiest hour is {_hour(busiest)}, with"
            f" {plural(busiest['contacts'], 'contact')} in these weeks."
        )
    return Section(
        "hours",
        "When customers write",
        lede,
        [_arrivals(rows), _waits(rows)],
        [
            marts.definition(
                "kpi_arrivals_by_hour",
                "local_hour",
                "contacts_per_week",
                "first_response_median_calendar_minutes",
            )
        ],
    )


def _hour(row: Row) -> str:
    hour = row["local_hour"]
    return f"{charts.DAYS[row['weekday'] - 1]} {hour:02d}:00 to {(hour + 1) % 24:02d}:00"


def _arrivals(rows: list[Row]) -> Figure:
    return figure(
        "hours-arrivals",
        "Contacts that arrive, by hour",
        "Contacts in each hour of the week, all these weeks together; no square: none arrived.",
        [
            ("Hour", "text"),
            ("Contacts", "count"),
            ("A week", "per week"),
            ("Answered", "count"),
            ("Median wait", "minutes"),
            ("In time", "count"),
            ("Late", "count"),
        ],
        [
            [_hour(row), *values]
            for row, values in zip(
                rows,
                picked(
                    rows,
                    *("contacts", "contacts_per_week", "replied_contacts"),
                    *("first_response_median_calendar_minutes", "response_sla_met"),
                    "response_sla_breached",
                ),
                strict=True,
            )
        ],
        _shaded(rows, "contacts", "count"),
        charts.heat,
        "No complete week has a contact.",
    )


def _waits(rows: list[Row]) -> Figure:
    known = [row for row in rows if row["replied_contacts"] >= LEAST_REPLIES]
    drawn = [{**row, "hours": row["first_response_median_calendar_minutes"] / 60} for row in known]
    return figure(
        "hours-waits",
        "Wait for the first reply, by hour of arrival",
        "Median hours until a person replies, nights and weekends included; hours with fewer"
        f" than {LEAST_REPLIES} answered contacts stay empty.",
        [("Hour", "text"), ("Answered", "count"), ("Median wait", "hours")],
        [[_hour(row), row["replied_contacts"], row["hours"]] for row in drawn],
        _shaded(drawn, "hours", "hours"),
        charts.heat,
        f"No hour of the week has {LEAST_REPLIES} answered contacts.",
    )


def _shaded(rows: list[Row], column: str, unit: str) -> list[Row]:
    """Cells with one of a few shades each, of which every one has about as many cells.

    Args:
        rows: of kpi_arrivals_by_hour.
        column: what is shaded.
        unit: of that; counts are told as whole numbers.
    """
    values = sorted(row[column] for row in rows)
    # Equal values share a shade, so that there may be fewer of them.
    cuts = sorted({values[len(values) * part // SHADES] for part in range(SHADES)}) if rows else []
    names = [_range(cuts, place, unit) for place in range(len(cuts))]
    places = [bisect_right(cuts, row[column]) - 1 for row in rows]
    return [
        {
            "day": charts.DAYS[row["weekday"] - 1],
            "hour": row["local_hour"],
            "shade": names[place],
            "rank": place,
        }
        for row, place in zip(rows, places, strict=True)
    ]


def _range(cuts: list[float], place: int, unit: str) -> str:
    """The values of a shade in words."""
    low = number(cuts[place], unit)
    if place == len(cuts) - 1:
        return f"{low} or more"
    if unit != "count":
        until = number(cuts[place + 1], unit)
        return f"under {until}" if place == 0 else f"{low} to {until}"
    last = number(cuts[place + 1] - 1, unit)
    return low if last == low else f"{low} to {last}"
