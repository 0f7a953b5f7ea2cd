"""Finding the order that a customer writes about."""

from bisect import bisect_left
from datetime import datetime, timedelta
from random import Random

from .orders import Order
from .reasons import Reason

# Customers without a message about their parcel ask this many times as often.
UNINFORMED_ASK_TIMES = 3.0
DAYS_BETWEEN_ISSUES = 45
TRIES = 2000


class OrderBook:
    """Orders in the order of time, and who has written about which."""

    def __init__(self, orders: list[Order], rng: Random):
        self.orders = orders
        self.rng = rng
        self.ordered_at = [order.ordered_at for order in orders]
        self.asked_about: set[str] = set()
        self.last_contact: dict[str, datetime] = {}

    def recent(self, moment: datetime, days: float) -> Order | None:
        """Any order of the days before the moment."""
        low = bisect_left(self.ordered_at, moment - timedelta(days=days))
        high = bisect_left(self.ordered_at, moment)
        return self.orders[self.rng.randrange(low, high)] if low < high else None

    def wrote_lately(self, customer: str | None, moment: datetime) -> bool:
        last = self.last_contact.get(customer or "")
        return last is not None and moment - last < timedelta(days=DAYS_BETWEEN_ISSUES)

    def find(self, moment: datetime, reason: Reason, region: str = "") -> Order | None:
        """An order that fits the reason and nobody has asked about; it is taken."""
        for _ in range(TRIES):
            order = self.recent(moment, 32)
            if order is None or order.order_id in self.asked_about:
                continue
            if region and order.region != region:
                continue
            if self.wrote_lately(order.customer_id, moment):
                continue
            if self._fits(order, reason, moment):
                self.asked_about.add(order.order_id)
                return order
        return None

    def find_buyer(self, moment: datetime, region: str) -> str | None:
        """A customer of the region who has not written lately."""
        for _ in range(60):
            order = self.recent(moment, 200)
            is_near = order and order.customer_id and order.region == region
            if is_near and not self.wrote_lately(order.customer_id, moment):
                return order.customer_id
        return None

    def find_delivered(self, moment: datetime, customer: str | None) -> Order | None:
        """A delivered order that this customer could name."""
        for _ in range(40):
            order = self.recent(moment, 40)
            has_arrived = order and order.delivered_at and order.delivered_at < moment
            if has_arrived and (customer is None or order.customer_id in (None, customer)):
                return order
        return None

    def _fits(self, order: Order, reason: Reason, moment: datetime) -> bool:
        if order.shipped_at is None:
            return False
        age = None if order.delivered_at is None else moment - order.delivered_at
        is_delivered = age is not None and age >= timedelta(0)
        if reason.code == "address_change_after_order":
            return order.shipped_at > moment
        if reason.code == "delivered_not_received":
            return is_delivered and timedelta(hours=1) < age < timedelta(days=6)
        if reason.topic == "delivery":
            is_under_way = order.shipped_at + timedelta(hours=25) < moment
            asks = not order.is_informed or self.rng.random() * UNINFORMED_ASK_TIMES < 1
            return is_under_way and not is_delivered and asks
        return is_delivered and timedelta(hours=6) < age < timedelta(days=22)
