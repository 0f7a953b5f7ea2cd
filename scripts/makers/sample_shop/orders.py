"""Orders with their lines, their delivery, and the updates sent about them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from .catalog import REGIONS, Product, pick, pick_product
from .settings import Settings
from .times import arrival, lognormal, whole_second

GUEST_SHARE = 0.10
RETURNING_SHARE = 0.22
CANCELLED_SHARE = 0.03
NEVER_DELIVERED_SHARE = 0.004
INFORMED_SHARE = 0.64
DISCOUNT_SHARE = 0.12

# A carrier of one region fails for some weeks of the story (weeks of tickets).
CARRIER_FAILURE_REGION = "uk"
CARRIER_FAILURE_WEEKS = (23, 27)
CARRIER_FAILURE_DAYS = 5.0


@dataclass
class Line:
    product_id: str | None
    category: str | None
    quantity: int
    amount: float


@dataclass
class Order:
    order_id: str
    customer_id: str | None
    region: str
    ordered_at: datetime
    promised_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    is_informed: bool
    is_first_of_customer: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def total(self) -> float:
        return round(sum(line.amount for line in self.lines), 2)

    @property
    def last_change(self) -> datetime:
        known = (self.shipped_at, self.delivered_at, self.cancelled_at)
        return max(filter(None, (self.ordered_at, *known)))


def build_orders(settings: Settings, range_: list[Product]) -> list[Order]:
    """All orders by ordered_at; times at or after the settings' end are still there."""
    rng = settings.random("orders")
    arrivals = []
    for _ in range(settings.orders):
        region = pick(rng, REGIONS)
        moment = arrival(rng, settings.orders_from, settings.end, region)
        arrivals.append((moment, region))
    arrivals.sort()
    customers: dict[str, list[str]] = {region: [] for region in REGIONS}
    known = 0
    orders = []
    for number, (moment, region) in enumerate(arrivals, 1):
        customer, is_first = None, False
        if rng.random() >= GUEST_SHARE:
            if customers[region] and rng.random() < RETURNING_SHARE:
                customer = rng.choice(customers[region])
            else:
                known += 1
                customer, is_first = f"c{known:05d}", True
                customers[region].append(customer)
        order = _order(rng, settings, f"o{number:06d}", customer, region, moment)
        order.is_first_of_customer = is_first
        order.lines = _lines(rng, range_)
        orders.append(order)
    return orders


def _order(
    rng: Random,
    settings: Settings,
    order_id: str,
    customer: str | None,
    region: str,
    moment: datetime,
) -> Order:
    promised = (moment + timedelta(days=7)).replace(hour=20, minute=0, second=0)
    order = Order(
        order_id,
        customer,
        region,
        moment,
        promised,
        None,
        None,
        None,
        rng.random() < INFORMED_SHARE,
        False,
    )
    if rng.random() < CANCELLED_SHARE:
        hours = rng.uniform(0.3, 20)
        order.cancelled_at = whole_second(moment + timedelta(hours=hours))
        return order
    shipped = moment + timedelta(days=lognormal(rng, 1.2, 0.45))
    order.shipped_at = whole_second(shipped)
    if rng.random() < NEVER_DELIVERED_SHARE:
        return order
    days = lognormal(rng, 3.0, 0.38)
    if has_carrier_failure(settings, region, order.shipped_at):
        days += CARRIER_FAILURE_DAYS * rng.uniform(0.5, 1.5)
    order.delivered_at = whole_second(shipped + timedelta(days=days))
    return order


def has_carrier_failure(settings: Settings, region: str, moment: datetime) -> bool:
    if not settings.is_story or region != CARRIER_FAILURE_REGION:
        return False
    first, last = CARRIER_FAILURE_WEEKS
    return settings.week(first) <= moment < settings.week(last)


def _lines(rng: Random, range_: list[Product]) -> list[Line]:
    first = pick_product(rng, range_)
    chosen = [first]
    while rng.random() < 0.3:
        # Most further items come from the same department.
        category = first.category if rng.random() < 0.65 else ""
        chosen.append(pick_product(rng, range_, category))
    lines = []
    for product in chosen:
        quantity = 1 if rng.random() < 0.9 else rng.choice((2, 2, 3))
        amount = round(product.price * quantity, 2)
        lines.append(Line(product.product_id, product.category, quantity, amount))
    if rng.random() < DISCOUNT_SHARE:
        percent = rng.choice((0.05, 0.10, 0.10, 0.15, 0.20))
        discount = round(sum(line.amount for line in lines) * percent, 2)
        lines.append(Line(None, None, 1, -discount))
    return lines


def build_updates(settings: Settings, orders: list[Order]) -> list[dict]:
    """Messages to customers about their parcels; a third of the parcels get none."""
    rng = settings.random("updates")
    updates = []
    for order in orders:
        if order.shipped_at is None:
            continue
        sent = []
        if order.is_informed:
            told = order.shipped_at + timedelta(hours=rng.uniform(0.2, 9))
            sent.append(("shipped", told))
        if order.delivered_at is not None:
            if order.is_informed and rng.random() < 0.25:
                on_way = order.delivered_at - timedelta(hours=rng.uniform(2, 7))
                sent.append(("out_for_delivery", on_way))
            if rng.random() < 0.2:
                there = order.delivered_at + timedelta(minutes=rng.uniform(1, 40))
                sent.append(("delivered", there))
            if order.delivered_at > order.promised_at and rng.random() < 0.5:
                sent.append(("delayed", order.promised_at + timedelta(hours=2)))
        updates += [
            {"order_id": order.order_id, "update_type": kind, "sent_at": when}
            for kind, when in sent
        ]
    updates.sort(key=lambda update: (update["sent_at"], update["order_id"]))
    for number, update in enumerate(updates, 1):
        update["update_id"] = f"u{number:06d}"
        update["sent_at"] = whole_second(update["sent_at"])
    return updates
