"""Why customers write, and how much of it waits."""

from . import charts
from .figures import RECENT, Figure, Section, figure, picked
from .formats import number, plural, words
from .marts import Marts, Row

MOST_REASONS = 12
STAGES = ("pre_purchase", "checkout", "post_purchase")
UNSPECIFIC = "catch-all"
"""Where a code says nothing, the taxonomy's stage for it says nothing either."""

REASONS = f"""
with {RECENT},

counted as (
    select
        reasons.reason_code,
        coalesce(any_value(codes.reason_name), reasons.reason_code) as reason,
        case when bool_or(codes.is_catch_all) then '{UNSPECIFIC}'
            else coalesce(any_value(reasons.journey_stage), '{UNSPECIFIC}') end as stage,
        any_value(reasons.owner) as owner,
        sum(reasons.contacts) as contacts
    from kpi_contact_reasons_by_week as reasons
    left join dim_reason_codes as codes on reasons.reason_code = codes.reason_code
    where reasons.week_start_date in (from recent)
    group by reasons.reason_code
    having sum(reasons.contacts) > 0
)

select
    *,
    contacts / sum(contacts) over () as share,
    sum(contacts) over (order by contacts desc, reason_code) / sum(contacts) over () as running
from counted
order by contacts desc, reason_code
"""

BACKLOG = """
select
    dim_dates.date_day as day,
    coalesce(sum(open_tickets), 0) as open_tickets,
    coalesce(sum(open_tickets - older_than_24h), 0) as under_24h,
    coalesce(sum(older_than_24h - older_than_48h), 0) as from_24h,
    coalesce(sum(older_than_48h - older_than_72h), 0) as from_48h,
    coalesce(sum(older_than_72h), 0) as from_72h
from dim_dates
left join fct_backlog_by_day as backlog on dim_dates.date_day = backlog.date_day
where dim_dates.date_day > (select max(date_day) from dim_dates) - 56
group by dim_dates.date_day
order by dim_dates.date_day
"""
AGES = {
    "under_24h": "under 24 h",
    "from_24h": "24 to 48 h",
    "from_48h": "48 to 72 h",
    "from_72h": "over 72 h",
}

IMPACTS = """
select
    commercial_impact,
    sum(open_tickets) as open_tickets,
    sum(older_than_72h) as older_than_72h
from fct_backlog_by_day
where date_day = (select max(date_day) from dim_dates)
group by commercial_impact
order by open_tickets desc, commercial_impact
"""


def reasons(marts: Marts) -> Section:
    """A Pareto of reason codes with their journey stages."""
    rows = marts.rows(REASONS)
    seen = sorted({row["stage"] for row in rows})
    stages = list(dict.fromkeys([*STAGES, UNSPECIFIC, *seen]))
    lede = ""
    if rows:
        top = rows[:MOST_REASONS]
        lede = (
            "The last four complete weeks brought"
            f" {plural(sum(row['contacts'] for row in rows), 'contact')} for"
            f" {plural(len(rows), 'reason')}; {len(top)} of them made"
            f" {number(top[-1]['running'], 'share')}."
        )
    return Section(
        "reasons",
        "Why customers write",
        lede,
        [_pareto(rows, stages), _journey(rows, stages)],
        [marts.definition("kpi_contact_reasons_by_week", "contacts", "contact_share")],
    )


def _pareto(rows: list[Row], stages: list[str]) -> Figure:
    drawn = [
        {
            "label": row["reason"],
            "group": words(row["stage"]),
            "value": row["share"],
            "text": f"{number(row['share'], 'share')} → {row['running']:.0%}",
        }
        for row in rows[:MOST_REASONS]
    ]
    return figure(
        "reasons-pareto",
        "Reasons, most frequent first",
        "Share of contacts → running total.",
        [
            ("Reason", "text"),
            ("Journey stage", "words"),
            ("Owner", "words"),
            ("Contacts", "count"),
            ("Share", "share"),
            ("Running total", "share"),
        ],
        picked(rows, "reason", "stage", "owner", "contacts", "share", "running"),
        drawn,
        lambda records: charts.bars(records, [words(stage) for stage in stages]),
    )


def _journey(rows: list[Row], stages: list[str]) -> Figure:
    counts = {
        stage: (
            sum(row["contacts"] for row in rows if row["stage"] == stage),
            sum(row["share"] for row in rows if row["stage"] == stage),
        )
        for stage in stages
        if any(row["stage"] == stage for row in rows)
    }
    drawn = [
        {
            "label": words(stage),
            "group": words(stage),
            "value": share,
            "text": f"{number(share, 'share')}, {plural(contacts, 'contact')}",
        }
        for stage, (contacts, share) in counts.items()
    ]
    return figure(
        "reasons-journey",
        "Where in the journey",
        "Share of contacts by journey stage.",
        [("Journey stage", "words"), ("Contacts", "count"), ("Share", "share")],
        [[stage, *count] for stage, count in counts.items()],
        drawn,
        lambda records: charts.bars(records, [words(stage) for stage in stages], has_legend=False),
    )


def backlog(marts: Marts) -> Section:
    """Open contacts by age, day by day, and what they may cost."""
    rows = marts.rows(BACKLOG)
    lede = ""
    if rows:
        lede = "No contact is open."
        if rows[-1]["open_tickets"]:
            lede = (
                f"Open now: {plural(rows[-1]['open_tickets'], 'contact')},"
                f" {number(rows[-1]['from_72h'], 'count')} for more than 72 hours."
            )
    return Section(
        "backlog",
        "Backlog and aging",
        lede,
        [_open_by_day(rows), _open_by_impact(marts.rows(IMPACTS))],
        [marts.definition("fct_backlog_by_day", "open_tickets", "older_than_72h")],
    )


def _open_by_day(rows: list[Row]) -> Figure:
    drawn = [
        {"day": row["day"], "age": age, "tickets": int(row[column]), "rank": -rank}
        for row in rows
        for rank, (column, age) in enumerate(AGES.items())
    ]
    return figure(
        "backlog-days",
        "Open contacts at the end of each day",
        "Eight weeks, by age since creation; the last day as of now.",
        [("Day", "day"), ("Open", "count"), *((age, "count") for age in AGES.values())],
        picked(rows[::-1], "day", "open_tickets", *AGES),
        drawn,
        lambda records: charts.stacks(records, list(AGES.values())),
        "No contact has been open yet.",
    )


def _open_by_impact(rows: list[Row]) -> Figure:
    drawn = [
        {
            "label": words(row["commercial_impact"]),
            "value": int(row["open_tickets"]),
            "text": f"{row['open_tickets']:,}, {row['older_than_72h']:,} over 72 h",
        }
        for row in rows
    ]
    return figure(
        "backlog-impacts",
        "What is open now",
        "By what it may cost the shop.",
        [("Impact", "words"), ("Open", "count"), ("Over 72 h", "count")],
        picked(rows, "commercial_impact", "open_tickets", "older_than_72h"),
        drawn,
        charts.bars,
        "Nothing is open.",
    )
