"""Who writes, when, why and about what: arrivals become contacts with follow-ups."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import service
from .catalog import CHANNELS, CLOCKS, Product, pick, pick_product
from .demand import Arrival, arrivals
from .order_book import OrderBook
from .orders import Order
from .reasons import (
    NEW_BROAD_SHARE,
    OLD_BROAD_FACTOR,
    OLD_BROAD_MAX,
    POST_PURCHASE,
    REASONS,
    Reason,
    pick_reason,
    pick_tag,
)
from .settings import REDESIGN_DAY, Settings
from .times import is_open, lognormal, whole_second

# Pairs hold the share before and after the redesign.
REPEAT_SHARE = (0.42, 0.05)
LATE_REFUND_REPEAT_SHARE = (0.12, 0.015)
MISFIT_SHARE = (0.06, 0.006)
# Tags of an episode and of follow-ups are more specific than usual.
EPISODE_BROAD_SHARE = 0.15

ORDER_STATED_SHARE = 0.78
ANONYMOUS_SHARE = 0.22
PROSPECT_SHARE = 0.28


@dataclass
class Contact:
    """One ticket to be."""

    created_at: datetime
    reason: Reason
    tag: str
    tag_code: str
    is_new_way: bool
    channel: str
    region: str
    customer_id: str | None
    order: Order | None
    states_order: bool
    product_id: str | None
    cart_value: float | None
    priority: str
    is_follow_up: bool = False
    ticket_id: str = ""
    course: service.Course | None = None

    @property
    def impact(self) -> str:
        """The impact that the helpdesk sees: a broad tag hides the true one."""
        return "broad" if self.tag_code == "other" else self.reason.impact


class ContactStream:
    """Draws contacts in the order of time; each leads to its answer and follow-ups."""

    def __init__(self, settings: Settings, orders: list[Order], range_: list[Product]):
        self.settings = settings
        self.rng = settings.random("contacts")
        self.book = OrderBook(orders, self.rng)
        self.range = range_
        self.prospects = 0
        self.queue: list[tuple[datetime, int, Arrival | Contact]] = []
        self.pushed = 0

    def contacts(self) -> Iterator[Contact]:
        """All contacts by created_at, numbered."""
        for moment, item in arrivals(self.settings, self.rng):
            self._push(moment, item)
        number = 0
        while self.queue:
            moment, _, item = heapq.heappop(self.queue)
            contact = self._contact(moment, item) if isinstance(item, Arrival) else item
            if contact is None:
                continue
            number += 1
            contact.ticket_id = f"t{number:05d}"
            contact.course = service.course(
                self.rng, contact.channel, contact.impact, moment, contact.is_new_way
            )
            if contact.customer_id:
                self.book.last_contact[contact.customer_id] = moment
                self._push_follow_up(contact, contact.course)
            yield contact

    def _push(self, moment: datetime, item: Arrival | Contact) -> None:
        if self.settings.tickets_from <= moment < self.settings.end:
            self.pushed += 1
            heapq.heappush(self.queue, (moment, self.pushed, item))

    def _is_new_way(self, moment: datetime) -> bool:
        return self.rng.random() < self.settings.share_of_new_way(moment)

    def _contact(self, moment: datetime, arrival: Arrival) -> Contact | None:
        """The contact of an arrival; None where no order fits the reason."""
        rng, reason, region = self.rng, arrival.reason, arrival.region
        is_new = self._is_new_way(moment)
        order, product, cart, states_order = None, None, None, False
        if reason.stage == POST_PURCHASE:
            order = self.book.find(moment, reason, arrival.order_region)
            if order is None:
                return None
            customer, region = order.customer_id, order.region
            states_order = customer is None or rng.random() < ORDER_STATED_SHARE
            if reason.topic != "delivery" and rng.random() < 0.7:
                product = order.lines[0].product_id
        else:
            customer = self._buyer(moment, region)
            has_product = reason.topic in ("discovery", "sizing")
            if arrival.category or (has_product and rng.random() < 0.85):
                product = pick_product(rng, self.range, arrival.category).product_id
            if rng.random() < 0.75:
                cart = round(lognormal(rng, 88.0, 0.55), 2)
        if rng.random() < MISFIT_SHARE[is_new]:
            # The context contradicts the reason: no order, or one that has arrived.
            states_order = reason.stage != POST_PURCHASE
            if states_order:
                order = self.book.find_delivered(moment, customer)
        tag, code = self._tag(moment, reason, is_new, arrival.episode is not None)
        return Contact(
            moment,
            reason,
            tag,
            code,
            is_new,
            self._channel(moment),
            region,
            customer,
            order,
            states_order,
            product,
            cart,
            service.pick_priority(rng, reason.impact),
        )

    def _tag(
        self, moment: datetime, reason: Reason, is_new: bool, is_specific: bool
    ) -> tuple[str, str]:
        if self.settings.other_share is not None:
            broad = self.settings.other_share
        elif is_new:
            broad = NEW_BROAD_SHARE
        elif is_specific:
            broad = EPISODE_BROAD_SHARE
        else:
            broad = min(reason.broad_share * OLD_BROAD_FACTOR, OLD_BROAD_MAX)
        is_redesigned = moment.date() >= REDESIGN_DAY
        return pick_tag(self.rng, reason, is_redesigned, broad)

    def _channel(self, moment: datetime) -> str:
        while True:
            channel = pick(self.rng, CHANNELS)
            # Nobody picks up the phone at night, so no call becomes a ticket then.
            if channel != "phone" or is_open(CLOCKS[channel], moment):
                return channel

    def _buyer(self, moment: datetime, region: str) -> str | None:
        """Someone about to buy: anonymous, new to the shop, or a customer."""
        draw = self.rng.random()
        if draw < ANONYMOUS_SHARE:
            return None
        if draw >= ANONYMOUS_SHARE + PROSPECT_SHARE:
            customer = self.book.find_buyer(moment, region)
            if customer:
                return customer
        self.prospects += 1
        return f"p{self.prospects:05d}"

    def _push_follow_up(self, contact: Contact, course: service.Course) -> None:
        rng, is_new = self.rng, contact.is_new_way
        if rng.random() < REPEAT_SHARE[is_new]:
            moment = course.resolved_at + timedelta(days=rng.uniform(0.1, 6.6))
            if rng.random() < 0.2:
                waiting = course.resolved_at - contact.created_at
                moment = contact.created_at + waiting * rng.uniform(0.3, 0.95)
        elif contact.reason.topic == "returns" and (
            rng.random() < LATE_REFUND_REPEAT_SHARE[is_new]
        ):
            moment = contact.created_at + timedelta(days=rng.uniform(9, 28))
        else:
            return
        moment = whole_second(moment)
        self._push(moment, self._follow_up(contact, moment))

    def _follow_up(self, first: Contact, moment: datetime) -> Contact:
        """The same customer about the same thing, now and then in other words."""
        rng, reason = self.rng, first.reason
        if rng.random() < 0.2:
            reason = pick_reason(rng, REASONS_BY_GROUP[reason.group, reason.stage])
        is_new = self._is_new_way(moment)
        tag, code = self._tag(moment, reason, is_new, first.tag_code != "other")
        return Contact(
            moment,
            reason,
            tag,
            code,
            is_new,
            first.channel if rng.random() < 0.7 else self._channel(moment),
            first.region,
            first.customer_id,
            first.order,
            first.states_order or (first.order is not None and rng.random() < 0.8),
            first.product_id,
            first.cart_value,
            service.pick_priority(rng, reason.impact),
            is_follow_up=True,
        )


REASONS_BY_GROUP: dict[tuple[str, str], tuple[str, ...]] = {}
for _reason in REASONS.values():
    _key = (_reason.group, _reason.stage)
    REASONS_BY_GROUP[_key] = (*REASONS_BY_GROUP.get(_key, ()), _reason.code)
