"""Every ticket's clock, told again minute piece by minute piece in plain Python.

The warehouse reads clocks from cumulative open time; here opening hours are walked day by
day with the standard library's time zones. Both must say the same of every ticket.
"""

import csv
from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import PROJECT, query

REFERENCE = PROJECT / "seeds" / "reference"
MICROSECOND = timedelta(microseconds=1)

Opening = tuple[datetime, datetime]


def seed_rows(name: str) -> list[dict[str, str]]:
    """The rows of a reference seed."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


class BusinessHours:
    """The opening hours of one schedule.

    Args:
        schedule: its name in the seed schedules.
    """

    def __init__(self, schedule: str) -> None:
        rows = [row for row in seed_rows("schedules") if row["schedule"] == schedule]
        self.zone = ZoneInfo(rows[0]["time_zone"])
        self.hours: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for row in rows:
            self.hours[int(row["weekday"])].append((row["opens_at"], row["closes_at"]))
        self.holidays = {
            row["holiday_date"]
            for row in seed_rows("schedule_holidays")
            if row["schedule"] == schedule
        }

    def instant(self, day: datetime, clock_time: str) -> datetime:
        """The UTC instant of a local time such as 09:30; 24:00 is the next midnight."""
        hours, minutes = map(int, clock_time.split(":"))
        local = datetime.combine(
            day.date() + timedelta(days=hours // 24), time(hours % 24, minutes)
        )
        return local.replace(tzinfo=self.zone).astimezone(UTC).replace(tzinfo=None)

    def openings(self, start: datetime, days: int) -> list[Opening]:
        """Opening periods from the day before an instant, in order."""
        found = []
        for offset in range(-1, days):
            day = start + timedelta(days=offset)
            if day.date().isoformat() not in self.holidays:
                for opens, closes in self.hours[day.isoweekday()]:
                    found.append((self.instant(day, opens), self.instant(day, closes)))
        return sorted(found)

    def minutes(self, start: datetime, end: datetime) -> float:
        """Open minutes between two instants."""
        total = timedelta()
        for opens, closes in self.openings(start, (end - start).days + 3):
            total += max(min(end, closes) - max(start, opens), timedelta())
        return total / timedelta(minutes=1)

    def due(self, start: datetime, minutes: float) -> datetime:
        """The first instant at which so many open minutes have passed."""
        left = timedelta(minutes=minutes)
        for opens, closes in self.openings(start, 120):
            begins = max(start, opens)
            if closes > begins:
                if closes - begins >= left:
                    return begins + left
                left -= closes - begins
        raise AssertionError("no due time within 120 days")


@pytest.fixture(scope="module")
def clocked_tickets(sample_warehouse: Path) -> list[tuple]:
    """Tickets with their target's clock and minutes, and what the warehouse says."""
    return query(
        sample_warehouse,
        """
        select
            targets.clock, targets.first_response_minutes, targets.resolution_minutes,
            tickets.created_at, tickets.first_human_reply_at, tickets.resolved_at,
            tickets.first_response_minutes, tickets.resolution_minutes,
            tickets.response_due_at, tickets.resolution_due_at, tickets.ticket_id
        from marts.fct_tickets as tickets
        inner join reference.sla_targets as targets
            using (channel, commercial_impact)
        where targets.clock <> 'calendar'
            and tickets.created_at >= coalesce(targets.valid_from, date '1000-01-01')
            and tickets.created_at < coalesce(targets.valid_to, date '9999-12-31')
        """,
    )


def test_every_schedule_clock_agrees_with_a_walk_through_its_opening_hours(
    clocked_tickets: list[tuple],
) -> None:
    schedules = {row["schedule"]: BusinessHours(row["schedule"]) for row in seed_rows("schedules")}
    assert len(clocked_tickets) > 1000
    for (
        clock, response_target, resolution_target, created, replied, resolved,
        response, resolution, response_due, resolution_due, ticket,
    ) in clocked_tickets:  # fmt: skip
        hours = schedules[clock]
        for end, minutes in ((replied, response), (resolved, resolution)):
            if end is None:
                assert minutes is None, ticket
            else:
                assert minutes == pytest.approx(hours.minutes(created, end), abs=1e-6), ticket
        assert abs(response_due - hours.due(created, response_target)) <= MICROSECOND, ticket
        assert abs(resolution_due - hours.due(created, resolution_target)) <= MICROSECOND, ticket


def test_the_sample_has_tickets_on_both_sides_of_both_clock_changes(
    clocked_tickets: list[tuple],
) -> None:
    created = sorted(row[3] for row in clocked_tickets)
    for change in (datetime(2026, 3, 8, 7), datetime(2026, 3, 29, 1)):
        assert created[0] < change < created[-1]
