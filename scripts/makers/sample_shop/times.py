"""When things happen: arrivals, working hours, load runs."""

from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")

# Relative demand from Monday to Sunday.
WEEKDAY_DEMAND = (1.25, 1.12, 1.05, 1.0, 0.97, 0.72, 0.7)
# Customers write in their own daytime; close enough without daylight saving.
REGION_HOURS_FROM_UTC = {"us": -5, "ca": -5, "uk": 0, "de": 1, "fr": 1}

LOAD_HOURS = (2, 8, 14, 20)
LOAD_MINUTE = 20

HOLIDAYS = {
    "us_support": (
        "2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-07-04"
        " 2026-09-07 2026-11-26 2026-12-25 2027-01-01 2027-01-18 2027-02-15"
    ),
    "eu_support": (
        "2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-10-03"
        " 2026-12-25 2026-12-26 2027-01-01 2027-03-26 2027-03-29"
    ),
}
ZONES = {"us_support": "America/New_York", "eu_support": "Europe/Berlin"}


def arrival(rng: Random, start: datetime, end: datetime, region: str) -> datetime:
    """One independent arrival between start and end: by weekday, in local daytime."""
    days = (end - start).days
    while True:
        day = start + timedelta(days=rng.randrange(days))
        if rng.random() * max(WEEKDAY_DEMAND) < WEEKDAY_DEMAND[day.weekday()]:
            break
    peak, spread = (11.5, 2.8) if rng.random() < 0.6 else (19.0, 2.2)
    hour = (rng.gauss(peak, spread) - REGION_HOURS_FROM_UTC[region]) % 24
    return day + timedelta(seconds=int(hour * 3600))


def lognormal(rng: Random, median: float, sigma: float) -> float:
    return median * rng.lognormvariate(0.0, sigma)


def next_load(moment: datetime) -> datetime:
    """The first load run after the moment; one runs every six hours."""
    day = datetime.combine(moment.date(), time())
    for hours in (*LOAD_HOURS, LOAD_HOURS[0] + 24):
        load = day + timedelta(hours=hours, minutes=LOAD_MINUTE)
        if load > moment:
            return load
    raise AssertionError("a load run is never more than a day away")


@cache
def opening(schedule: str, day: date) -> tuple[datetime, datetime] | None:
    """When the team works on a local day, in UTC; None on a day off."""
    if day.isoformat() in HOLIDAYS[schedule]:
        return None
    if day.weekday() < 5:
        opens_at = time(8, 30) if schedule == "eu_support" else time(9)
        hours = (opens_at, time(18))
    elif day.weekday() == 5 and schedule == "us_support":
        hours = (time(10), time(14))
    else:
        return None
    zone = ZoneInfo(ZONES[schedule])
    opens, closes = (
        datetime.combine(day, hour, zone).astimezone(UTC).replace(tzinfo=None) for hour in hours
    )
    return opens, closes


def is_open(clock: str, moment: datetime) -> bool:
    """Whether somebody works at the moment; the calendar never closes."""
    if clock == "calendar":
        return True
    hours = opening(clock, moment.date())
    return hours is not None and hours[0] <= moment < hours[1]


def add_minutes(clock: str, moment: datetime, minutes: float) -> datetime:
    """The moment when the clock (`calendar` or a schedule) has run for the minutes."""
    left = timedelta(minutes=minutes)
    if clock == "calendar":
        return whole_second(moment + left)
    day = moment.date()
    while True:
        hours = opening(clock, day)
        if hours is not None and hours[1] > moment:
            begin = max(moment, hours[0])
            if begin + left <= hours[1]:
                return whole_second(begin + left)
            left -= hours[1] - begin
        day += timedelta(days=1)


def whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
