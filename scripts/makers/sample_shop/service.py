"""How the team answers: who waits how long, before and after the redesign."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from .catalog import CLOCKS
from .times import add_minutes, lognormal

# What the team promises per channel, in minutes on the channel's clock: first response
# and resolution for conversion risk, refund risk, repeat-purchase risk, low impact.
IMPACTS = ("conversion_risk", "refund_risk", "repeat_purchase_risk", "low_impact")
PROMISES = {
    "email": ((120, 180, 270, 540), (540, 810, 1080, 1620)),
    "chat": ((15, 20, 30, 60), (720, 1440, 2160, 2880)),
    "phone": ((30, 45, 60, 120), (540, 810, 1080, 1620)),
    "social": ((240, 360, 480, 720), (1440, 2160, 2880, 4320)),
    "web_form": ((120, 180, 285, 570), (570, 855, 1140, 1710)),
    "marketplace": ((1440, 1440, 1440, 1440), (2160, 2880, 3600, 4320)),
}
# What it does, as median multiples of the promise: first response, resolution. Before
# the redesign tickets are answered in the order of arrival; whatever looks urgent
# waits for one of three specialists. A broad tag is treated as an easy question.
HABITS_BEFORE = {
    "conversion_risk": (2.8, 1.0),
    "refund_risk": (2.3, 0.85),
    "repeat_purchase_risk": (0.8, 0.60),
    "low_impact": (0.17, 0.35),
    "broad": (0.36, 0.50),
}
HABITS_AFTER = {
    "conversion_risk": (0.26, 0.48),
    "refund_risk": (0.28, 0.46),
    "repeat_purchase_risk": (0.36, 0.50),
    "low_impact": (0.34, 0.50),
    "broad": (0.34, 0.50),
}
RESPONSE_SPREAD = 0.70
RESOLUTION_SPREAD = 0.50
# Long promises on the calendar leave no room for such delays.
DELAY_DAMPING = {"marketplace": 0.40, "social": 0.60}

ONE_TOUCH_SHARE = (0.40, 0.46)
STUCK_SHARE = (0.05, 0.006)
REOPEN_SHARE = (0.07, 0.015)
CLOSE_AFTER = timedelta(days=4)


@dataclass(frozen=True)
class Course:
    """What happens to a ticket; times may lie after the end of the data."""

    replied_at: datetime
    second_reply_at: datetime | None
    resolved_at: datetime
    reopened_at: datetime | None
    resolved_again_at: datetime | None

    @property
    def closed_at(self) -> datetime:
        return (self.resolved_again_at or self.resolved_at) + CLOSE_AFTER


def course(
    rng: Random, channel: str, impact: str, created_at: datetime, is_new_way: bool
) -> Course:
    """Draw the course of a ticket.

    Args:
        rng: Random stream.
        channel: Key of PROMISES.
        impact: As the helpdesk sees it, `broad` for a broad tag.
        created_at: Start of both clocks.
        is_new_way: Whether the ticket is routed by impact.
    """
    clock = CLOCKS[channel]
    place = IMPACTS.index("low_impact" if impact == "broad" else impact)
    first_promise, promise = (row[place] for row in PROMISES[channel])
    reply_habit, resolve_habit = (HABITS_AFTER if is_new_way else HABITS_BEFORE)[impact]
    if reply_habit > 0.5:
        reply_habit *= DELAY_DAMPING.get(channel, 1.0)
    reply_minutes = lognormal(rng, first_promise * reply_habit, RESPONSE_SPREAD)
    minutes = lognormal(rng, promise * resolve_habit, RESOLUTION_SPREAD)
    minutes = max(minutes, reply_minutes + 12)
    if rng.random() < STUCK_SHARE[is_new_way]:
        minutes *= rng.uniform(4, 9)
    replied_at = add_minutes(clock, created_at, reply_minutes)
    second_reply_at = None
    if rng.random() < ONE_TOUCH_SHARE[is_new_way]:
        resolved_at = replied_at + timedelta(minutes=2)
    else:
        resolved_at = add_minutes(clock, created_at, minutes)
        second_reply_at = resolved_at - timedelta(minutes=3)
    reopened_at = resolved_again_at = None
    if rng.random() < REOPEN_SHARE[is_new_way]:
        reopened_at = resolved_at + timedelta(minutes=int(rng.uniform(90, 5000)))
        again = rng.uniform(60, 900)
        resolved_again_at = add_minutes(clock, reopened_at, again)
    return Course(replied_at, second_reply_at, resolved_at, reopened_at, resolved_again_at)


def pick_priority(rng: Random, impact: str) -> str:
    """The priority that the helpdesk's form gives: mostly by what is at stake."""
    weights = {
        "conversion_risk": (4, 38, 48, 10),
        "refund_risk": (3, 37, 48, 12),
        "repeat_purchase_risk": (10, 65, 22, 3),
        "low_impact": (34, 60, 5, 1),
    }[impact]
    return rng.choices(("low", "normal", "high", "urgent"), weights)[0]
