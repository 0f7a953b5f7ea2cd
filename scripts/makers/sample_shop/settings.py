"""What can be asked of the shop, and the calendar that follows from it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

# The day on which reason_tag_map gives the helpdesk's tags their new meaning.
REDESIGN_DAY = date(2026, 6, 15)
# How long the new way of working takes to reach every ticket.
RAMP_DAYS = 21
# Fewer tickets would not hold the awkward rows.
STORY_TICKETS = 800

SCENARIOS = ("story", "quiet")
REDELIVERIES = ("", "same_id", "new_id")


@dataclass(frozen=True)
class Settings:
    """The shop to build.

    Args:
        seed: Start of all random streams.
        scenario: `story` (broad tags and slow answers, a redesign, recovery, with
            episodes and awkward rows) or `quiet` (the recovered shop, nothing changes).
        start: First day with tickets, a Monday; by default the scenario's own. The day
            of the redesign does not move with it, and a quiet shop opens after it.
        weeks: Weeks with tickets.
        order_lead_weeks: Weeks of orders before the first ticket.
        tickets: About how many tickets; the story takes 800 or more.
        orders: How many orders, those of the lead weeks included.
        other_share: Share of tickets under a broad tag at all times (0 to 1); by
            default the scenario decides.
        unmapped_tag: A tag that the map does not know, on `unmapped_tag_share` of the
            tickets of the last 28 days.
        unmapped_tag_share: See unmapped_tag, 0 to 1.
        broken_share: Share of rows of every table (0 to 1) that break the contract.
        refunds_twice: `same_id` delivers every refund again unchanged, `new_id` again
            under another id.
        amount_factor: All money from week `amount_factor_week` on is multiplied by it.
        amount_factor_week: Week of tickets, 0 is the first.
        vanished_channel: Its tickets are missing from `vanished_week` on.
        vanished_week: Week of tickets, 0 is the first.
        stopped_feed: Table of which nothing was loaded in the last `stopped_days` days.
        stopped_days: See stopped_feed.

    Raises:
        ValueError: For a value outside its range or list.
    """

    seed: int = 22
    scenario: str = "story"
    start: date | None = None
    weeks: int = 36
    order_lead_weeks: int = 9
    tickets: int = 2500
    orders: int = 6000
    other_share: float | None = None
    unmapped_tag: str = ""
    unmapped_tag_share: float = 0.15
    broken_share: float = 0.0
    refunds_twice: str = ""
    amount_factor: float = 1.0
    amount_factor_week: int = 0
    vanished_channel: str = ""
    vanished_week: int = 0
    stopped_feed: str = ""
    stopped_days: int = 0

    def __post_init__(self) -> None:
        if self.scenario not in SCENARIOS:
            raise ValueError(f"scenario is {self.scenario!r}, not one of {SCENARIOS}")
        if self.refunds_twice not in REDELIVERIES:
            raise ValueError(f"refunds_twice is not one of {REDELIVERIES}")
        if self.first_day.weekday() != 0:
            raise ValueError(f"start is {self.first_day}, which is no Monday")
        if not self.is_story and self.first_day < REDESIGN_DAY:
            raise ValueError(f"the quiet shop opens on {REDESIGN_DAY} or later")
        if min(self.weeks, self.order_lead_weeks, self.tickets, self.orders) < 1:
            raise ValueError("weeks, order_lead_weeks, tickets and orders start at 1")
        if self.is_story and self.tickets < STORY_TICKETS:
            raise ValueError(f"the story takes {STORY_TICKETS} tickets or more")
        for share in (self.other_share, self.unmapped_tag_share, self.broken_share):
            if share is not None and not 0 <= share <= 1:
                raise ValueError(f"{share} is no share between 0 and 1")

    @property
    def is_story(self) -> bool:
        return self.scenario == "story"

    @property
    def first_day(self) -> date:
        # The quiet shop opens on the redesign's day: its tags mean the same throughout.
        default = date(2026, 2, 9) if self.is_story else REDESIGN_DAY
        return self.start or default

    @property
    def tickets_from(self) -> datetime:
        return datetime.combine(self.first_day, time())

    @property
    def orders_from(self) -> datetime:
        return self.tickets_from - timedelta(weeks=self.order_lead_weeks)

    @property
    def end(self) -> datetime:
        """Nothing is known that happened at or after this instant."""
        return self.tickets_from + timedelta(weeks=self.weeks)

    def week(self, number: int) -> datetime:
        return self.tickets_from + timedelta(weeks=number)

    def random(self, purpose: str) -> Random:
        """A stream of its own per purpose: a change in one leaves the others alone."""
        return Random(f"{self.seed}:{purpose}")

    def share_of_new_way(self, moment: datetime) -> float:
        """How far the new way of working has come, 0 to 1."""
        if not self.is_story:
            return 1.0
        redesign = datetime.combine(REDESIGN_DAY, time())
        return min(max((moment - redesign) / timedelta(days=RAMP_DAYS), 0.0), 1.0)
