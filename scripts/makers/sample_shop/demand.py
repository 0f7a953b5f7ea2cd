"""What arrives at the helpdesk before anybody follows up: base demand and episodes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from .catalog import REGIONS, pick
from .orders import CARRIER_FAILURE_REGION, CARRIER_FAILURE_WEEKS
from .reasons import Reason, pick_reason
from .settings import Settings
from .times import arrival


@dataclass(frozen=True)
class Episode:
    """Extra contacts for some weeks of the story, numbered from 0, end excluded."""

    weeks: tuple[int, int]
    contacts: int
    codes: tuple[str, ...]
    category: str = ""
    region: str = ""


EPISODES = (
    # A new range of shoes comes with a size chart that misleads.
    Episode((8, 13), 75, ("size_chart_unclear", "measurements_wrong"), category="shoes"),
    # A new payment provider declines with messages nobody understands.
    Episode((13, 18), 55, ("payment_declined", "payment_error_unclear")),
    # A carrier fails in one region.
    Episode(
        CARRIER_FAILURE_WEEKS,
        48,
        ("delivery_late", "order_status_request", "tracking_not_updating"),
        region=CARRIER_FAILURE_REGION,
    ),
)
# So many tickets come of one base contact over the scenario, follow-ups included.
TICKETS_PER_BASE_CONTACT = {"story": 1.31, "quiet": 1.06}


@dataclass(frozen=True)
class Arrival:
    """A contact before anything is known of the customer."""

    region: str
    reason: Reason
    episode: Episode | None = None

    @property
    def category(self) -> str:
        return self.episode.category if self.episode else ""

    @property
    def order_region(self) -> str:
        return self.episode.region if self.episode else ""


def arrivals(settings: Settings, rng: Random) -> Iterator[tuple[datetime, Arrival]]:
    """Independent arrivals in no order; about `settings.tickets` with follow-ups."""
    start, end = settings.tickets_from, settings.end
    scale = settings.tickets / Settings.tickets
    episodes = EPISODES if settings.is_story else ()
    sizes = [round(episode.contacts * scale) for episode in episodes]
    per_base = TICKETS_PER_BASE_CONTACT[settings.scenario]
    for _ in range(max(round(settings.tickets / per_base) - sum(sizes), 1)):
        region = pick(rng, REGIONS)
        yield arrival(rng, start, end, region), Arrival(region, pick_reason(rng))
    for episode, size in zip(episodes, sizes, strict=True):
        first, last = map(settings.week, episode.weeks)
        for _ in range(size):
            region = episode.region or pick(rng, REGIONS)
            moment = arrival(rng, first, last, region)
            yield moment, Arrival(region, pick_reason(rng, episode.codes), episode)
