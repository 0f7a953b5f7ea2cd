"""A made-up Zendesk, a case a ticket, and how each loader leaves it.

Ids are small: ticket 7 has comments 70, 71 …, in the order in which they are written. People
are 1 and 2 (staff), 3 (left since), 4 (tagged a bot), 5 (a bot that only a seed knows), 10 and
11 (customers).
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]

ANA, BOB, LEFT, BOT, ROBOT, CARL, CARA = 1, 2, 3, 4, 5, 10, 11
AUTOMATION = -1
START = datetime(2026, 3, 2, 9)
LOADED = datetime(2026, 7, 1, 6)
EARLIER = datetime(2026, 6, 1, 6)


def at(hours: float, start: datetime = START) -> datetime:
    """So many hours after a ticket's creation."""
    return start + timedelta(hours=hours)


def ticket(number: int, *, start: datetime = START, **changes: Any) -> Row:
    """A ticket by Carl, with what he wrote first.

    Args:
        number: its id.
        start: its creation.
        changes: other values; said is a list of (author, hours, public[, via]), statuses of
            (status, hours, author), ratings of (score, hours), fields of the custom fields'
            values by their titles.
    """
    made = {
        "id": number,
        "start": start,
        "requester": CARL,
        "submitter": CARL,
        "assignee": None,
        "group": None,
        "channel": "web",
        "priority": "high",
        "status": "open",
        "subject": "Hello",
        "tags": [],
        "fields": {},
        "merged": [],
        "deleted": False,
        "statuses": [("new", 0, changes.get("requester", CARL))],
        "ratings": [],
        "merge_audits": [],
        **changes,
    }
    made.setdefault("said", [(made["submitter"], 0, True)])
    return made


def users() -> list[Row]:
    """The people of the shop."""
    people = [
        (ANA, "agent", "ana@shop.example", [], 7),
        (BOB, "admin", "bob@shop.example", [], None),
        (LEFT, "end-user", "left@shop.example", [], None),
        (BOT, "agent", "bot@shop.example", ["bot"], None),
        (ROBOT, "end-user", "robot@shop.example", [], None),
        (CARL, "end-user", " Carl@Example.com ", [], None),
        (CARA, "end-user", "cara@example.com", [], None),
    ]
    return [
        {"id": key, "role": role, "email": email, "tags": tags, "default_group_id": group}
        for key, role, email, tags, group in people
    ]


def fivetran(tickets: list[Row]) -> Tables:
    """The tables of Fivetran: a column for each custom field, times without a zone."""
    tables: Tables = {
        "ticket": [],
        "ticket_comment": [],
        "ticket_field_history": [],
        "ticket_tag": [],
        "user": [],
        "user_tag": [],
        "group": [{"id": 7, "name": "europe"}, {"id": 8, "name": "america"}],
    }
    synced = {"_fivetran_synced": LOADED}
    for made in tickets:
        key, start = made["id"], made["start"]
        tables["ticket"].append(
            {
                "id": key,
                "requester_id": made["requester"],
                "submitter_id": made["submitter"],
                "assignee_id": made["assignee"],
                "group_id": made["group"],
                "via_channel": made["channel"],
                "subject": made["subject"],
                "priority": made["priority"],
                "status": made["status"],
                "created_at": start,
                "updated_at": at(100, start),
                "merged_ticket_ids": json.dumps(made["merged"]),
                "custom_contact_reason": made["fields"].get("Contact Reason"),
                "custom_order_number": made["fields"].get("Order Number"),
                "custom_time_spent": made["fields"].get("Time Spent"),
                "_fivetran_deleted": made["deleted"],
                **synced,
            }
        )
        for place, (author, hours, public, *_) in enumerate(made["said"]):
            tables["ticket_comment"].append(
                {
                    "id": key * 10 + place,
                    "ticket_id": key,
                    # a column with a null becomes one of floats
                    "user_id": float(author),
                    "created": at(hours, start),
                    "public": public,
                    "_fivetran_deleted": False,
                    **synced,
                }
            )
        changes = [("status", value, hours, author) for value, hours, author in made["statuses"]]
        changes += [("satisfaction_score", value, hours, None) for value, hours in made["ratings"]]
        changes += [("priority", made["priority"], 0, None)]
        for field, value, hours, author in changes:
            tables["ticket_field_history"].append(
                {
                    "ticket_id": key,
                    "field_name": field,
                    "value": value,
                    "updated": at(hours, start),
                    "user_id": None if author is None else float(author),
                    **synced,
                }
            )
        tables["ticket_tag"] += [{"ticket_id": key, "tag": tag, **synced} for tag in made["tags"]]
    for person in users():
        tables["user"].append(
            {
                "id": person["id"],
                "role": person["role"],
                "email": person["email"],
                "phone": None,
                "default_group_id": person["default_group_id"],
                **synced,
            }
        )
        tables["user_tag"] += [{"user_id": person["id"], "tag": tag} for tag in person["tags"]]
    return tables


def airbyte(tickets: list[Row]) -> Tables:
    """The tables of Airbyte: nested values as they are, times in UTC."""
    tables: Tables = {
        "tickets": [],
        "ticket_comments": [],
        "ticket_audits": [],
        "satisfaction_ratings": [],
        "deleted_tickets": [],
        "users": [],
        "groups": [{"id": 7, "name": "europe"}, {"id": 8, "name": "america"}],
        "ticket_fields": [
            {"id": 36001, "title": "Contact Reason"},
            {"id": 36002, "title": "Order Number"},
            {"id": 36003, "title": "Time Spent"},
        ],
    }
    titles = {row["title"]: row["id"] for row in tables["ticket_fields"]}
    extracted = {"_airbyte_extracted_at": iso(LOADED)}
    ids = count(10000)
    for made in tickets:
        key, start = made["id"], made["start"]
        tables["tickets"].append(
            {
                "id": key,
                "requester_id": made["requester"],
                "submitter_id": made["submitter"],
                "assignee_id": made["assignee"],
                "group_id": made["group"],
                "via": {"channel": made["channel"], "source": {"rel": None}},
                "subject": made["subject"],
                "priority": made["priority"],
                "status": made["status"],
                "created_at": iso(start),
                "updated_at": iso(at(100, start)),
                "tags": made["tags"],
                "custom_fields": [
                    {"id": titles[title], "value": made["fields"].get(title)} for title in titles
                ],
                **extracted,
            }
        )

        audit = partial(add_audit, tables, made, ids)
        for place, (author, hours, public, *via) in enumerate(made["said"]):
            came = {"channel": via[0] if via else made["channel"]}
            tables["ticket_comments"].append(
                {
                    "id": key * 10 + place,
                    "ticket_id": key,
                    "author_id": author,
                    "created_at": iso(at(hours, start)),
                    "public": public,
                    "via": came,
                    **extracted,
                }
            )
            audit(hours, author, came, {"type": "Comment", "public": public})
        for value, hours, author in made["statuses"]:
            kind = "Create" if hours == 0 else "Change"
            status = {"type": kind, "field_name": "status", "value": value}
            audit(hours, author, {"channel": "web"}, {"type": "Comment"}, status)
        for hours, source in made["merge_audits"]:
            via = {"channel": "web", "source": {"rel": "merge", **source}}
            audit(hours, ANA, via, {"type": "Comment", "public": False})
        for place, (value, hours) in enumerate(made["ratings"]):
            tables["satisfaction_ratings"].append(
                {
                    "id": key * 10 + place,
                    "ticket_id": key,
                    "score": value,
                    "created_at": iso(at(hours, start)),
                    "updated_at": iso(at(hours + 50, start)),
                    **extracted,
                }
            )
        if made["deleted"]:
            deleted = {"id": key, "deleted_at": iso(at(99, start)), **extracted}
            tables["deleted_tickets"].append(deleted)
    tables["users"] = [{**person, "phone": None, **extracted} for person in users()]
    return tables


def add_audit(
    tables: Tables,
    made: Row,
    ids: Iterator[int],
    hours: float,
    author: int | None,
    via: Row,
    *changed: Row,
) -> None:
    """Add an audit of a ticket: one update, with an event for each thing that changed."""
    tables["ticket_audits"].append(
        {
            "id": next(ids),
            "ticket_id": made["id"],
            "created_at": iso(at(hours, made["start"])),
            "author_id": author,
            "via": via,
            "events": [{"id": next(ids), **change} for change in changed],
            "_airbyte_extracted_at": iso(LOADED),
        }
    )


def iso(moment: datetime) -> str:
    """A time as Airbyte writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
