"""What support costs, and what is refunded."""

from . import charts
from .figures import RECENT, Figure, Section, amounts, bounds_of, figure, picked, weekly
from .formats import number, plural, words
from .marts import Marts
from .scores import Score

COST = """
with mature as (
    select week_start_date
    from kpi_scorecard
    where is_mature and kpi = 'cost_per_successful_resolution'
    order by week_start_date desc
    limit 4
)

select
    channel,
    sum(contacts) as contacts,
    sum(successful_resolutions) as successes,
    sum(handling_cost_of_decided) as cost,
    cast(sum(handling_cost_of_decided) as double) / nullif(sum(successful_resolutions), 0)
        as cost_per_success
from kpi_cost_by_week
where week_start_date in (from mature)
group by channel
order by cost_per_success desc nulls last, channel
"""

REFUNDS = f"""
with {RECENT}
select
    refund_reason,
    count(*) as refunds,
    sum(amount) as amount,
    median(refund_minutes) / 60 as median_hours,
    quantile_cont(refund_minutes, 0.9) / 60 as p90_hours
from fct_refunds
where is_completed and not is_test_order and completed_week_start_date in (from recent)
group by refund_reason
order by amount desc, refund_reason
"""


def cost(marts: Marts, scores: dict[str, Score]) -> Section:
    """What a contact settled for good costs."""
    rows = marts.rows(COST)
    known = [row for row in rows if row["cost_per_success"] is not None]
    drawn = amounts(((row["channel"], row["cost_per_success"]) for row in known), marts.amount)
    lede = ""
    if drawn:
        lede = (
            f"Over four weeks {drawn[0]['label']} is the dearest channel:"
            f" {number(drawn[0]['value'], marts.money)} a contact settled for good."
        )
    columns = ("channel", "contacts", "successes", "cost", "cost_per_success")
    kpi = "cost_per_successful_resolution"
    return Section(
        "cost",
        "Cost per successful resolution",
        lede,
        [
            _weeks(
                "cost-weeks",
                marts.in_currency("Cost by week"),
                "Failures are in it.",
                ("Cost per success", marts.amount),
                scores,
                kpi,
            ),
            figure(
                "cost-channels",
                marts.in_currency("Cost by channel"),
                "The last four weeks that are old enough to judge.",
                [
                    ("Channel", "words"),
                    ("Contacts", "count"),
                    ("Settled for good", "count"),
                    ("Cost", marts.amount),
                    ("Cost per success", marts.amount),
                ],
                picked(rows, *columns),
                drawn,
                charts.bars,
            ),
        ],
        [marts.definition("kpi_cost_by_week", "handling_cost_of_decided", kpi)],
    )


def _weeks(
    key: str,
    title: str,
    summary: str,
    column: tuple[str, str],
    scores: dict[str, Score],
    kpi: str,
) -> Figure:
    """Weeks of a KPI that is no share; `column` is the heading and unit of its values."""
    weeks = weekly(scores, kpi)
    bounds = bounds_of(scores, kpi)
    return figure(
        key,
        title,
        summary,
        [("Week of", "day"), column],
        picked(weeks[::-1], "week", "value"),
        weeks,
        lambda records: charts.lines(records, ",~f", bounds),
    )


def refunds(marts: Marts, scores: dict[str, Score]) -> Section:
    """What goes back to customers, why, and how fast."""
    rows = marts.rows(REFUNDS)
    drawn = [
        {
            "label": words(row["refund_reason"]),
            "value": float(row["amount"]),
            "text": f"{number(row['amount'], marts.amount)} in {row['refunds']:,}",
        }
        for row in rows
    ]
    lede = ""
    if rows:
        lede = (
            f"{number(sum(row['amount'] for row in rows), marts.money)} went back in"
            f" {plural(sum(row['refunds'] for row in rows), 'refund')} completed in the last four"
            " complete weeks."
        )
    return Section(
        "refunds",
        "Refunds",
        lede,
        [
            figure(
                "refunds-reasons",
                marts.in_currency("Refunds by reason"),
                "Amount and number of completed refunds, test orders out.",
                [
                    ("Reason", "words"),
                    ("Refunds", "count"),
                    ("Amount", marts.amount),
                    ("Median", "hours"),
                    ("90 % within", "hours"),
                ],
                picked(rows, "refund_reason", "refunds", "amount", "median_hours", "p90_hours"),
                drawn,
                charts.bars,
                "No refund was completed in these weeks.",
            ),
            _weeks(
                "refunds-weeks",
                "Median refund time, hours",
                "From request to completion, by week of completion.",
                ("Median", "hours"),
                scores,
                "refund_median_hours",
            ),
        ],
        [
            marts.definition("fct_refunds", "refund_reason", "refund_minutes"),
            marts.definition("kpi_refunds_by_week", "refund_linked_recurrence"),
        ],
    )
