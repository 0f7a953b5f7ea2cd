"""What contacts lead to: customers who buy again, refunds, surveys."""

from bisect import bisect_left
from datetime import datetime, timedelta
from random import Random

from .contacts import Contact
from .orders import Order
from .settings import Settings
from .times import lognormal, next_load, whole_second

# Before and after the redesign: an order within the week of a contact before buying,
# and an order within 58 days of any resolution.
BUYS_AFTER_QUESTION_SHARE = (0.12, 0.34)
COMES_BACK_SHARE = (0.05, 0.23)

# Share of first contacts that end in a refund, by reason code.
REFUND_SHARE = {
    "return_how_to": 0.55,
    "return_label_missing": 0.65,
    "refund_status_request": 1.0,
    "refund_amount_wrong": 1.0,
    "wrong_item_received": 0.75,
    "item_damaged": 0.8,
    "not_as_described": 0.75,
    "bought_size_does_not_fit": 0.8,
    "parcel_lost": 0.75,
    "delivered_not_received": 0.4,
    "product_fault": 0.5,
}
REFUND_REASONS = {
    "wrong_item_received": ("wrong item", "wrong_item", "mispick", "falscher artikel"),
    "item_damaged": ("damaged", "arrived broken", "damaged in transit", "beschädigt"),
    "product_fault": ("defective", "damaged"),
    "parcel_lost": ("lost in transit", "not delivered"),
    "delivered_not_received": ("not delivered",),
    "bought_size_does_not_fit": ("does not fit", "does not fit", "sent wrong size"),
    "not_as_described": ("did not like it", "gefällt nicht", "changed mind"),
    "refund_amount_wrong": ("price adjustment", "goodwill", "other"),
}
USUAL_REFUND_REASONS = (
    "changed mind",
    "no longer needed",
    "does not fit",
    "late",
    "other",
)
# Weights of detractors, passives and promoters, before and after the redesign: of
# people without a contact, of people with one.
NPS_WEIGHTS = (((25, 30, 45), (20, 30, 50)), ((44, 30, 26), (17, 28, 55)))
NPS_A_WEEK = 54
SILENT_REFUND_SHARE = 0.035
REFUND_MEDIAN_DAYS = (6.4, 2.9)


def let_customers_return(
    settings: Settings, contacts: list[Contact], orders: list[Order], asked: set[str]
) -> None:
    """Give existing orders of first-time buyers to customers who come back.

    The number of orders stays as drawn, only who placed them changes.

    Args:
        settings: The shop.
        contacts: All contacts, by created_at.
        orders: All orders, by ordered_at; changed in place.
        asked: Ids of orders that contacts are about, which keep their customer.
    """
    rng = settings.random("return")
    counts: dict[str, int] = {}
    for order in orders:
        counts[order.customer_id or ""] = counts.get(order.customer_id or "", 0) + 1
    writers = {contact.customer_id for contact in contacts}
    ordered_at = [order.ordered_at for order in orders]
    for contact in contacts:
        course, is_new = contact.course, contact.is_new_way
        if contact.customer_id is None or course is None:
            continue
        if contact.order is None and rng.random() < BUYS_AFTER_QUESTION_SHARE[is_new]:
            start, days = contact.created_at, 6.8
        elif rng.random() < COMES_BACK_SHARE[is_new]:
            start, days = course.resolved_at, 58.0
        else:
            continue
        wanted = start + timedelta(days=rng.uniform(0.02, days))
        place = bisect_left(ordered_at, wanted)
        for order in orders[place : place + 60]:
            if (
                order.region == contact.region
                and order.is_first_of_customer
                and order.order_id not in asked
                and counts[order.customer_id or ""] == 1
                and order.customer_id not in writers
            ):
                order.customer_id = contact.customer_id
                order.is_first_of_customer = False
                break


def build_refunds(settings: Settings, contacts: list[Contact], orders: list[Order]) -> list[dict]:
    """At most one refund an order: asked for in a contact, or sent back without one."""
    rng = settings.random("refunds")
    refunds, refunded = [], set()
    for contact in contacts:
        order, code = contact.order, contact.reason.code
        if order is None or order.order_id in refunded or contact.is_follow_up:
            continue
        if rng.random() >= REFUND_SHARE.get(code, 0.0):
            continue
        created = contact.created_at
        requested = created + timedelta(days=rng.uniform(0.1, 5))
        if code in ("refund_status_request", "refund_amount_wrong"):
            earliest = order.delivered_at or order.ordered_at
            requested = created - (created - earliest) * rng.uniform(0.3, 0.9)
        refunded.add(order.order_id)
        reason = rng.choice(REFUND_REASONS.get(code, USUAL_REFUND_REASONS))
        is_new = contact.is_new_way
        refund = _refund(rng, order, whole_second(requested), is_new, reason)
        if requested > created and rng.random() < 0.7:
            refund["ticket_id"] = contact.ticket_id
        refunds.append(refund)
    for order in orders:
        if order.delivered_at is None or order.order_id in refunded:
            continue
        if rng.random() < SILENT_REFUND_SHARE:
            sent_back = order.delivered_at + timedelta(days=rng.uniform(2, 12))
            is_new = rng.random() < settings.share_of_new_way(sent_back)
            reason = rng.choice(USUAL_REFUND_REASONS)
            refunds.append(_refund(rng, order, whole_second(sent_back), is_new, reason))
    refunds = [refund for refund in refunds if refund["requested_at"] < settings.end]
    refunds.sort(key=lambda refund: (refund["requested_at"], refund["order_id"]))
    for number, refund in enumerate(refunds, 1):
        refund["refund_id"] = f"r{number:05d}"
        _cut(refund, settings.end)
    return refunds


def _refund(rng: Random, order: Order, requested: datetime, is_new: bool, reason: str) -> dict:
    part = 1.0 if rng.random() < 0.6 else rng.uniform(0.2, 0.8)
    days = lognormal(rng, REFUND_MEDIAN_DAYS[is_new], 0.45)
    return {
        "order_id": order.order_id,
        "ticket_id": None,
        "reason": None if rng.random() < 0.03 else reason,
        "amount": round(order.total * part, 2),
        "status": "rejected" if rng.random() < 0.04 else "completed",
        "requested_at": requested,
        "completed_at": whole_second(requested + timedelta(days=days)),
    }


def _cut(refund: dict, end: datetime) -> None:
    """What is known of a refund at the end."""
    completed = refund["completed_at"]
    decided = refund["requested_at"] + timedelta(hours=20)
    latest = refund["requested_at"]
    if refund["status"] == "rejected" and decided < end:
        refund["completed_at"], latest = None, decided
    elif completed >= end:
        is_approved = decided < end and refund["status"] != "rejected"
        refund["status"] = "approved" if is_approved else "requested"
        refund["completed_at"] = None
        latest = decided if is_approved else latest
    else:
        latest = completed
    refund["loaded_at"] = next_load(latest)


def build_surveys(settings: Settings, contacts: list[Contact], orders: list[Order]) -> list[dict]:
    """CSAT after two thirds of the resolutions, NPS to customers drawn each week."""
    rng = settings.random("surveys")
    surveys = []
    for contact in contacts:
        course = contact.course
        if course is None or rng.random() >= 0.66:
            continue
        sent = course.resolved_at + timedelta(hours=rng.uniform(1, 20))
        is_fast = course.resolved_at - contact.created_at < timedelta(days=2)
        satisfied = (0.66, 0.90)[contact.is_new_way] - (0 if is_fast else 0.12)
        satisfied -= 0.2 if contact.is_follow_up else 0.0
        score = rng.choice((4, 5, 5))
        if rng.random() >= satisfied:
            score = rng.choice((1, 2, 2, 3, 3))
        survey = _survey(rng, "csat", contact.customer_id, score, sent)
        surveys.append(survey | {"ticket_id": contact.ticket_id})
    ordered_at = [order.ordered_at for order in orders]
    written_at = [contact.created_at for contact in contacts]
    for week in range(settings.weeks):
        for _ in range(NPS_A_WEEK):
            sent = settings.week(week) + timedelta(days=rng.uniform(0, 7))
            # Half go to people support heard of lately, half to anyone who has ordered.
            oldest = bisect_left(written_at, sent - timedelta(days=80))
            newest = bisect_left(written_at, sent - timedelta(days=2))
            contact = None
            if oldest < newest and rng.random() < 0.5:
                contact = contacts[rng.randrange(oldest, newest)]
            customer = contact.customer_id if contact else None
            if customer is None:
                order = orders[rng.randrange(bisect_left(ordered_at, sent))]
                customer = order.customer_id
            if customer is None:
                continue
            is_new = rng.random() < settings.share_of_new_way(sent)
            weights = NPS_WEIGHTS[contact is not None][is_new]
            band = rng.choices(((2, 4, 5, 6, 6), (7, 8), (9, 10)), weights)[0]
            surveys.append(_survey(rng, "nps", customer, rng.choice(band), sent))
    surveys = [survey for survey in surveys if survey["sent_at"] < settings.end]
    surveys.sort(key=lambda survey: (survey["sent_at"], survey["customer_id"] or ""))
    for number, survey in enumerate(surveys, 1):
        survey["survey_id"] = f"s{number:05d}"
        if survey["responded_at"] and survey["responded_at"] >= settings.end:
            survey["score"] = survey["responded_at"] = None
        survey["loaded_at"] = next_load(survey["responded_at"] or survey["sent_at"])
    return surveys


def _survey(rng: Random, kind: str, customer: str | None, score: int, sent: datetime) -> dict:
    is_answered = rng.random() < 0.34
    responded = sent + timedelta(hours=lognormal(rng, 9.0, 1.0))
    return {
        "survey_type": kind,
        "customer_id": customer,
        "ticket_id": None,
        "score": score if is_answered else None,
        "sent_at": whole_second(sent),
        "responded_at": whole_second(responded) if is_answered else None,
    }
