"""The whole shop: every table from the settings."""

from datetime import datetime

from . import aftermath, awkward, catalog, disturb
from .contacts import Contact, ContactStream
from .conversation import Helpdesk
from .fixes import build_fixes
from .orders import Order, build_orders, build_updates
from .settings import Settings
from .times import next_load


def build_shop(settings: Settings | None = None) -> dict[str, list[dict]]:
    """Build the ten raw tables.

    Args:
        settings: What to build; the shipped sample by default.

    Returns:
        Rows per table, keyed by column; times are naive UTC datetimes, money floats in
        the reporting currency, and broken cells the text that a broken export holds.

    Raises:
        ValueError: If settings name a table or channel that the shop does not have.
    """
    settings = settings or Settings()
    disturb.check(settings)
    range_ = catalog.products(settings.random("products"))
    orders = build_orders(settings, range_)
    stream = ContactStream(settings, orders, range_)
    contacts = list(stream.contacts())
    aftermath.let_customers_return(settings, contacts, orders, stream.book.asked_about)
    helpdesk = Helpdesk(settings)
    for contact in contacts:
        helpdesk.record(contact)
    tables = {
        "tickets": helpdesk.tickets,
        "ticket_events": helpdesk.events,
        "orders": [_order_row(order, settings.end) for order in orders],
        "order_lines": [row for order in orders for row in _line_rows(order)],
        "refunds": aftermath.build_refunds(settings, contacts, orders),
        "customers": _customer_rows(contacts, orders),
        "surveys": aftermath.build_surveys(settings, contacts, orders),
        "order_updates": [
            update | {"loaded_at": next_load(update["sent_at"])}
            for update in build_updates(settings, orders)
            if update["sent_at"] < settings.end
        ],
        "fixes": build_fixes(settings),
        "agents": [
            {
                "agent_id": agent_id,
                "team": team,
                "hourly_cost": cost,
                "is_bot": is_bot,
                "loaded_at": next_load(settings.end),
            }
            for agent_id, team, cost, is_bot in catalog.AGENTS
        ],
    }
    if settings.is_story:
        awkward.add_to(tables, settings)
    disturb.apply(tables, settings)
    return tables


def _known(moment: datetime | None, end: datetime) -> datetime | None:
    return moment if moment is not None and moment < end else None


def _order_row(order: Order, end: datetime) -> dict:
    row = {
        "order_id": order.order_id,
        "customer_id": order.customer_id,
        "region": order.region,
        "ordered_at": order.ordered_at,
        "promised_at": order.promised_at,
        "shipped_at": _known(order.shipped_at, end),
        "delivered_at": _known(order.delivered_at, end),
        "cancelled_at": _known(order.cancelled_at, end),
        "total_amount": order.total,
        "is_test": False,
    }
    times = (row["shipped_at"], row["delivered_at"], row["cancelled_at"])
    return row | {"loaded_at": next_load(max(filter(None, (order.ordered_at, *times))))}


def _line_rows(order: Order) -> list[dict]:
    return [
        {
            "order_id": order.order_id,
            "line_number": number,
            "product_id": line.product_id,
            "product_category": line.category,
            "quantity": line.quantity,
            "line_amount": line.amount,
            "loaded_at": next_load(order.ordered_at),
        }
        for number, line in enumerate(order.lines, 1)
    ]


def _customer_rows(contacts: list[Contact], orders: list[Order]) -> list[dict]:
    """Everyone with an order or a contact, loaded soon after the first of them."""
    seen: dict[str, tuple[datetime, str]] = {}
    for moment, customer, region in sorted(
        [(order.ordered_at, order.customer_id or "", order.region) for order in orders]
        + [(one.created_at, one.customer_id or "", one.region) for one in contacts]
    ):
        seen.setdefault(customer, (moment, region))
    seen.pop("", None)
    return [
        {
            "customer_id": customer,
            "email": f"{customer}@example.com",
            "full_name": f"Customer {customer.upper()}",
            "region": region,
            "loaded_at": next_load(moment),
        }
        for customer, (moment, region) in sorted(seen.items())
    ]
