"""The helpdesk's export: ticket rows and their events, as known at the end."""

from datetime import datetime, timedelta
from random import Random

from .catalog import AUTORESPONDER, CHAT_BOT, pick_agent
from .contacts import Contact
from .reasons import POST_PURCHASE
from .settings import Settings
from .times import lognormal, next_load

HANDLE_MINUTES = {
    "email": 9.0,
    "chat": 8.0,
    "phone": 7.5,
    "social": 6.0,
    "web_form": 9.5,
    "marketplace": 10.0,
}
NO_HANDLE_TIME_SHARE = 0.03
NO_REGION_SHARE = 0.06
VAGUE_SUBJECTS = ("Help please", "Question", "Frage", "Hello", "Urgent")


class Helpdesk:
    """Turns contacts into tickets and events."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.rng: Random = settings.random("conversations")
        self.tickets: list[dict] = []
        self.events: list[dict] = []

    def record(self, contact: Contact) -> None:
        course = contact.course
        assert course is not None
        rng, end = self.rng, self.settings.end
        is_specialist_work = contact.impact in ("conversion_risk", "refund_risk")
        agent = pick_agent(rng, contact.channel, is_specialist_work)
        events = [event for event in self._events(contact, agent) if event["occurred_at"] < end]
        events.sort(key=lambda event: event["occurred_at"])
        statuses = [event["status"] for event in events if event["status"]]
        status = statuses[-1] if statuses else "new"
        updated_at = events[-1]["occurred_at"]
        # Every load run exports the tickets that are not closed once more.
        loaded_at = next_load(updated_at if status == "closed" else end)
        replies = 1 + (course.second_reply_at is not None) + bool(course.reopened_at)
        handled = lognormal(rng, HANDLE_MINUTES[contact.channel] * replies**0.6, 0.4)
        has_handle_time = statuses and rng.random() >= NO_HANDLE_TIME_SHARE
        self.tickets.append(
            {
                "ticket_id": contact.ticket_id,
                "customer_id": contact.customer_id,
                "order_id": (
                    contact.order.order_id if contact.order and contact.states_order else None
                ),
                "product_id": contact.product_id,
                "channel": contact.channel,
                "region": None if rng.random() < NO_REGION_SHARE else contact.region,
                "subject": self._subject(contact),
                "reason_tag": contact.tag,
                "priority": contact.priority,
                "status": status,
                "initiated_by": "customer",
                "created_at": contact.created_at,
                "updated_at": updated_at,
                "assignee_id": agent if statuses else None,
                "cart_value": contact.cart_value,
                "handle_minutes": round(handled, 1) if has_handle_time else None,
                "merged_into_ticket_id": None,
                "is_deleted": False,
                "is_spam": False,
                "loaded_at": loaded_at,
            }
        )
        for event in events:
            event["event_id"] = f"e{len(self.events) + 1:06d}"
            event["ticket_id"] = contact.ticket_id
            event["loaded_at"] = next_load(event["occurred_at"])
            self.events.append(event)

    def _subject(self, contact: Contact) -> str:
        rng = self.rng
        subject = rng.choice(contact.reason.subjects)
        if contact.is_follow_up and rng.random() < 0.5:
            subject = f"Re: {subject}"
        elif contact.reason.stage == POST_PURCHASE and contact.order and (rng.random() < 0.2):
            subject = f"{subject} ({contact.order.order_id})"
        elif rng.random() < 0.12:
            subject = rng.choice(VAGUE_SUBJECTS)
        return subject

    def _events(self, contact: Contact, agent: str) -> list[dict]:
        rng, course, created = self.rng, contact.course, contact.created_at
        assert course is not None
        events = [message(created, "customer", contact.customer_id)]
        if contact.channel in ("email", "web_form"):
            received = created + timedelta(seconds=rng.randrange(20, 90))
            events.append(message(received, "bot", AUTORESPONDER))
        elif contact.channel == "chat":
            # The chat bot posts under an agent's name; only the agents table tells.
            greeting = created + timedelta(seconds=rng.randrange(3, 15))
            events.append(message(greeting, "agent", CHAT_BOT))
        taken = course.replied_at - min(
            timedelta(minutes=rng.uniform(1, 6)), (course.replied_at - created) / 2
        )
        events.append(status(taken.replace(microsecond=0), "open", agent))
        events.append(message(course.replied_at, "agent", agent))
        if course.second_reply_at is not None:
            waiting = course.second_reply_at - course.replied_at
            if rng.random() < 0.35:
                asked = course.replied_at + waiting * rng.uniform(0.1, 0.4)
                note = message(asked.replace(microsecond=0), "agent", agent)
                events.append(note | {"is_public": False})
            answered = course.replied_at + waiting * rng.uniform(0.4, 0.9)
            answered = answered.replace(microsecond=0)
            events.append(message(answered, "customer", contact.customer_id))
            events.append(message(course.second_reply_at, "agent", agent))
        events.append(status(course.resolved_at, "solved", agent))
        if course.reopened_at and course.resolved_again_at:
            again = course.resolved_again_at
            events.append(message(course.reopened_at, "customer", contact.customer_id))
            events.append(status(course.reopened_at, "open", None))
            events.append(message(again - timedelta(minutes=1), "agent", agent))
            events.append(status(again, "solved", agent))
        if course.reopened_at is None or course.reopened_at < course.closed_at:
            events.append(status(course.closed_at, "closed", None))
        return events


def message(occurred_at: datetime, actor_type: str, actor_id: str | None) -> dict:
    """A public message."""
    return {
        "event_type": "message",
        "actor_type": actor_type,
        "actor_id": actor_id,
        "is_public": True,
        "status": None,
        "occurred_at": occurred_at,
    }


def status(occurred_at: datetime, new_status: str, actor_id: str | None) -> dict:
    """A change of status, by an agent or, without an id, by the helpdesk's rules."""
    return {
        "event_type": "status",
        "actor_type": "agent" if actor_id else "bot",
        "actor_id": actor_id,
        "is_public": None,
        "status": new_status,
        "occurred_at": occurred_at,
    }
