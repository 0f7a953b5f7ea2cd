"""What support asked the owning teams to change, and what became of it.

fixes.csv holds the fixes of the story, days counted from the first day of tickets: the
first half mostly ignored or late, above all by engineering and product content, the
second mostly shipped in time. Without shipped_day a fix has not been shipped.
"""

import csv
from datetime import datetime, timedelta
from pathlib import Path

from .settings import Settings
from .times import next_load

DECIDED_AFTER = timedelta(days=6, hours=3)

# In the quiet shop the same few fixes come and go at a steady pace.
QUIET_CODES = (
    "payment_declined",
    "size_chart_unclear",
    "order_status_request",
    "measurements_wrong",
)
QUIET_EVERY_DAYS = 6
QUIET_SHIPPED_AFTER_DAYS = 10
QUIET_DUE_AFTER_DAYS = 21


def build_fixes(settings: Settings) -> list[dict]:
    """The fixes as known at the end, by proposed_at."""
    planned = _story() if settings.is_story else _quiet(settings)
    fixes = [_fix(number, row, settings) for number, row in enumerate(planned, 1)]
    return [fix for fix in fixes if fix["proposed_at"] < settings.end]


def _fix(number: int, row: dict[str, str], settings: Settings) -> dict:
    start, end = settings.tickets_from, settings.end
    day = int(row["proposed_day"])
    proposed_at = start + timedelta(days=day, hours=9, minutes=7 * (day % 8))
    decided_at = shipped_at = None
    if row["decision"] and proposed_at + DECIDED_AFTER < end:
        decided_at = proposed_at + DECIDED_AFTER
    if row["shipped_day"]:
        shipped = start + timedelta(days=int(row["shipped_day"]), hours=14)
        shipped_at = shipped if shipped < end else None
    known: list[datetime] = list(filter(None, (proposed_at, decided_at, shipped_at)))
    return {
        "fix_id": f"f{number:03d}",
        "reason_code": row["reason_code"],
        "title": row["title"],
        "proposed_at": proposed_at,
        "due_at": _due_at(proposed_at, row["due_days"]),
        "decision": row["decision"] if decided_at else None,
        "decided_at": decided_at,
        "shipped_at": shipped_at,
        "loaded_at": next_load(max(known)),
    }


def _due_at(proposed_at: datetime, days: str) -> datetime | None:
    """Without days the reason code's own remediation days decide."""
    return proposed_at + timedelta(days=int(days)) if days else None


def _story() -> list[dict[str, str]]:
    path = Path(__file__).with_name("fixes.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _quiet(settings: Settings) -> list[dict[str, str]]:
    return [
        {
            "reason_code": QUIET_CODES[number % len(QUIET_CODES)],
            "title": f"Improvement {number + 1}",
            "proposed_day": str(day),
            "due_days": str(QUIET_DUE_AFTER_DAYS),
            "decision": "accepted",
            "shipped_day": str(day + QUIET_SHIPPED_AFTER_DAYS),
        }
        for number, day in enumerate(range(1, settings.weeks * 7, QUIET_EVERY_DAYS))
    ]
