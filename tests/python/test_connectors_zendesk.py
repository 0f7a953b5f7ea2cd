"""Zendesk as Fivetran and Airbyte leave it: what the same tickets become in the raw contract.

One connection of each loader, told apart by the prefix of their ids, is built once: Fivetran's
tables stand in a schema of the warehouse, Airbyte's in files of JSON lines. Where no loader is
named, a claim holds for both.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import zendesk_shop as shop
from conftest import query, run_dbt
from zendesk_shop import ANA, AUTOMATION, BOB, BOT, CARA, CARL, EARLIER, LEFT, ROBOT, at, ticket

LOADERS = ("f-", "a-")
FIELDS = {"Contact Reason": "Sizing ", "Order Number": " #1007", "Time Spent": "330"}
TAGS = ["csat_asked", "zzz", "misc", "Damaged", "aaa"]
LATER = shop.START + timedelta(days=110)

TICKETS = [
    ticket(
        1,
        status="closed",
        statuses=[
            *[("new", 0, CARL), ("open", 1, ANA), ("solved", 5, ANA), ("open", 30, CARL)],
            *[("hold", 31, LEFT), ("solved", 40, ANA), ("closed", 90, AUTOMATION)],
        ],
        assignee=ANA,
    ),
    ticket(2, submitter=ANA, channel="email", said=[(ANA, 0, True), (CARL, 1, True)]),
    ticket(3, submitter=ANA, channel="voice", said=[(ANA, 0, True)]),
    ticket(4, submitter=ANA, said=[(ANA, 0, False), (ANA, 1, True)]),
    ticket(5, requester=BOB, submitter=BOB),
    ticket(6, channel="rule", said=[(AUTOMATION, 0, True)]),
    ticket(
        7,
        merge_audits=[(9, {"to": {"ticket_id": 1}, "from": {}})],
        tags=["closed_by_merge"],
        assignee=LEFT,
    ),
    ticket(8, tags=["closed_by_merge"]),
    ticket(9, tags=["closed_by_merge"]),
    ticket(
        10,
        status="deleted",
        deleted=True,
        statuses=[
            ("new", 0, CARL),
            ("pending", 2, ANA),
            ("deleted", 3, ANA),
        ],
    ),
    ticket(11, deleted=True),
    ticket(12, status="deleted", statuses=[]),
    ticket(13, ratings=[("offered", 1), ("bad", 2), ("good", 3), ("good_with_comment", 4)]),
    ticket(14, ratings=[("offered", 1)]),
    ticket(15, ratings=[("bad_with_comment", 7)]),
    ticket(16, ratings=[("unoffered", 0)]),
    ticket(17, ratings=[("offered", 1), ("4", 8)]),
    ticket(
        18,
        said=[
            *[(CARL, 0, True), (AUTOMATION, 1, True), (BOT, 2, True), (LEFT, 3, True)],
            *[(CARA, 4, True), (ROBOT, 5, True), (ANA, 6, True, "rule"), (ANA, 7, False)],
        ],
    ),
    ticket(19, priority=None, status="on-hold", channel="mobile", fields=FIELDS, tags=TAGS),
    ticket(20, tags=TAGS),
    ticket(21, tags=["size", "misc"]),
    ticket(22, tags=["size", "misc"], start=LATER),
    ticket(23, status="solved", tags=["damaged"], assignee=BOT),
    ticket(24, statuses=[("open", 30, ANA)]),
    ticket(25, channel="carrier pigeon", group=8, assignee=BOB),
    ticket(26, requester=None, statuses=[("new", 0, CARL)]),
]
# the ticket that goes on lists what was merged into it: Fivetran; as an audit: Airbyte
TICKETS[0]["merged"] = [7, 8]
TICKETS[0]["merge_audits"] = [(9, {"to": {}, "from": {"ticket_ids": [8]}})]

Value = Callable[..., Any]


def fill_schema(warehouse: Path, tables: shop.Tables) -> None:
    """Write tables into a schema of the warehouse, numbers and times as they are typed."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema zendesk_raw")
        for table, rows in tables.items():
            columns = dict.fromkeys(column for row in rows for column in row)
            kinds = {
                column: next(
                    (
                        {bool: "boolean", int: "bigint", float: "double", str: "varchar"}.get(
                            type(row[column]), "timestamp"
                        )
                        for row in rows
                        if row.get(column) is not None
                    ),
                    "varchar",
                )
                for column in columns
            }
            definition = ", ".join(f'"{column}" {kind}' for column, kind in kinds.items())
            connection.execute(f'create table zendesk_raw."{table}" ({definition})')
            connection.executemany(
                f'insert into zendesk_raw."{table}" values ({", ".join("?" * len(columns))})',
                [[row.get(column) for column in columns] for row in rows],
            )


@pytest.fixture(scope="module")
def connections(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The connections, of which the second one's files are written."""
    folder = tmp_path_factory.mktemp("airbyte")
    tables = shop.airbyte(TICKETS)
    earlier = next(row for row in tables["tickets"] if row["id"] == 23)
    tables["tickets"].insert(
        0,
        {
            **earlier,
            "status": "open",
            "tags": ["misc"],
            "assignee_id": LEFT,
            "_airbyte_extracted_at": shop.iso(EARLIER),
        },
    )
    for table, rows in tables.items():
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{table}.jsonl").write_text(lines, encoding="utf-8")
    common = {"system": "zendesk", "time_field": "time spent"}
    return [
        {
            **common,
            **{"name": "first", "loader": "fivetran", "schema": "zendesk_raw", "id_prefix": "f-"},
            **{"reason_field": ["custom_empty", "custom_contact_reason"]},
            **{"order_field": "Custom_Order_Number", "time_field": "custom_time_spent"},
        },
        {
            **common,
            **{"name": "second", "loader": "airbyte", "id_prefix": "a-"},
            **{"location": str(folder / "{table}.jsonl"), "order_field": "36002"},
            **{"reason_field": "contact reason"},
        },
    ]


@pytest.fixture(scope="module")
def warehouse(connections: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What dbt builds of them, with a bot and a cost that only the seed knows."""
    warehouse = tmp_path_factory.mktemp("zendesk") / "warehouse.duckdb"
    fill_schema(warehouse, shop.fivetran(TICKETS))
    variables = json.dumps({"connections": connections})
    seeded = run_dbt(
        "seed", "--select", "path:seeds/reference", warehouse=warehouse, variables=variables
    )
    assert seeded.returncode == 0, seeded.stdout
    with duckdb.connect(str(warehouse)) as connection:
        for prefix in LOADERS:
            connection.execute(
                "insert into reference.agent_overrides values (?, null, null, true),"
                " (?, 'night', 31.5, null)",
                [f"{prefix}{ROBOT}", f"{prefix}{LEFT}"],
            )
    built = run_dbt(
        *("build", "--exclude-resource-type", "seed", "unit_test", "test", "--select"),
        *("+stg_helpdesk__tickets", "+stg_helpdesk__ticket_events", "+stg_helpdesk__surveys"),
        *("+stg_helpdesk__agents", "+zendesk__row_outcomes", "+connected__unknowns"),
        warehouse=warehouse,
        variables=variables,
    )
    assert built.returncode == 0, built.stdout
    return warehouse


@pytest.fixture(scope="module")
def tell(warehouse: Path) -> Value:
    """Asks the warehouse, of both loaders: {prefix: rows without their prefix}."""

    def tell(sql: str) -> dict[str, list[tuple]]:
        answers = {}
        for prefix in LOADERS:
            rows = query(warehouse, sql.replace("$", prefix))
            answers[prefix] = [
                tuple(cell.replace(prefix, "") if isinstance(cell, str) else cell for cell in row)
                for row in rows
            ]
        return answers

    return tell


@pytest.fixture(scope="module")
def both(tell: Value) -> Value:
    """Asks the warehouse what must be the same of both loaders."""

    def both(sql: str) -> list[tuple]:
        answers = tell(sql)
        assert answers["f-"] == answers["a-"]
        return answers["f-"]

    return both


@pytest.fixture(scope="module")
def of_ticket(both: Value) -> Value:
    """A column of some tickets, in their order."""

    def of_ticket(column: str, *numbers: int) -> list[Any]:
        wanted = ", ".join(f"'${number}'" for number in numbers)
        rows = both(
            f"select ticket_id, {column} from staging.stg_helpdesk__tickets"
            f" where ticket_id in ({wanted}) order by ticket_id"
        )
        found = {int(key): value for key, value in rows}
        return [found[number] for number in numbers]

    return of_ticket


def test_every_ticket_is_read_once_and_none_is_rejected(warehouse: Path, both: Value) -> None:
    rows = both("select count(*) from staging.stg_helpdesk__tickets where ticket_id like '$%'")
    assert rows == [(len(TICKETS),)]
    for table in ("tickets", "ticket_events", "surveys", "agents"):
        assert (
            query(
                warehouse, f"select faults from staging.base_helpdesk__{table} where not is_valid"
            )
            == []
        )


def test_the_conversation_is_begun_by_who_spoke_to_whom(of_ticket: Value) -> None:
    """Neither a phone call that an agent wrote down nor a note to the team is outreach."""
    assert of_ticket("initiated_by", 1, 2, 3, 4, 5, 6) == [
        *("customer", "agent", "customer", "customer", "agent", "system"),
    ]


def test_channels_are_mapped_and_unknown_ones_kept(of_ticket: Value) -> None:
    assert of_ticket("channel", 1, 2, 3, 19, 25) == [
        *("web_form", "email", "phone", "web_form", "carrier pigeon"),
    ]


def test_status_priority_and_fields_are_the_contracts(of_ticket: Value) -> None:
    assert of_ticket("status", 1, 19, 23) == ["closed", "on_hold", "solved"]
    assert of_ticket("priority", 1, 19) == ["high", "normal"]
    assert of_ticket("handle_minutes", 1, 19) == [None, 5.5]
    assert of_ticket("subject", 1) == ["Hello"]


def test_the_order_field_is_passed_on(both: Value) -> None:
    assert both(
        "select order_reference, order_reference_kind from staging.zendesk__tickets"
        " where ticket_id in ('$1', '$19') order by ticket_id"
    ) == [(None, None), (" #1007", "text")]


def test_the_address_of_the_requester_is_found(both: Value) -> None:
    assert both(
        "select trim(requester_email) from staging.zendesk__tickets where ticket_id = '$1'"
    ) == [("Carl@Example.com",)]


def test_a_reason_is_the_field_else_the_best_mapped_tag_of_its_day(of_ticket: Value) -> None:
    """Ties go alphabetically; what surveys leave is no reason."""
    assert of_ticket("reason_tag", 1, 19, 20, 21, 22) == [
        *(None, "sizing", "damaged", "misc", "size"),
    ]


def test_tags_that_were_not_chosen_stay_candidates(both: Value) -> None:
    assert both(
        "select reason_tag, is_mapped from staging.reasons__candidates"
        " where id_prefix || ticket_id = '$20' order by tag_rank"
    ) == [("damaged", True), ("misc", True), ("aaa", False), ("zzz", False)]


def test_merged_tickets_name_where_they_went(of_ticket: Value, warehouse: Path) -> None:
    """By their own audit, that of the other ticket, or Fivetran's list; else it is told."""
    assert of_ticket("merged_into_ticket_id", 1, 7, 8, 9) == [None, "1", "1", None]
    told = query(
        warehouse,
        "select connection, what from staging.connected__unknowns"
        " where what like '%merged%' order by connection",
    )
    words = "tickets that were merged without a word where to, and count as contacts: 1"
    assert told == [("first", words), ("second", words)]


def test_deleted_tickets_keep_the_status_they_had(of_ticket: Value) -> None:
    assert of_ticket("is_deleted", 1, 10, 11, 12) == [False, True, True, True]
    assert of_ticket("status", 10, 11, 12) == ["pending", "open", "closed"]


def test_the_history_is_told_with_who_made_it(both: Value) -> None:
    rows = both(
        "select occurred_at, status, actor_type from staging.stg_helpdesk__ticket_events"
        " where ticket_id in ('$1', '$10') and event_type = 'status'"
        " order by ticket_id, occurred_at"
    )
    assert rows == [
        (at(0), "new", "customer"),
        (at(1), "open", "agent"),
        (at(5), "solved", "agent"),
        (at(30), "open", "customer"),
        (at(31), "on_hold", "agent"),
        (at(40), "solved", "agent"),
        (at(90), "closed", "bot"),
        (at(0), "new", "customer"),
        (at(2), "pending", "agent"),
    ]


def test_a_history_that_begins_late_or_not_at_all_is_told(warehouse: Path) -> None:
    told = query(
        warehouse,
        "select distinct connection, what from staging.connected__unknowns"
        " where what like '%histor%' order by all",
    )
    late = "tickets with a history that begins more than a day after them: 1"
    none = "tickets without a history, while others have one: 1"
    assert told == [("first", late), ("first", none), ("second", late), ("second", none)]


def test_tickets_that_do_not_say_who_wrote_are_told(of_ticket: Value, warehouse: Path) -> None:
    """None of them has a customer, so that no repeat and no repurchase can be theirs."""
    assert of_ticket("customer_id", 26) == [None]
    told = query(
        warehouse,
        "select connection, what from staging.connected__unknowns where what like '%who wrote%'"
        " order by all",
    )
    words = "tickets that do not say who wrote, so that their repeats are not seen: 1"
    assert told == [("first", words), ("second", words)]


def test_replies_are_of_people_also_of_those_who_left_and_not_of_automations(tell: Value) -> None:
    """Fivetran does not say how a comment came: a trigger's is known by its author alone."""
    rows = tell(
        "select actor_type, is_public from staging.stg_helpdesk__ticket_events"
        " where ticket_id = '$18' and event_type = 'message' order by occurred_at"
    )
    actors = ["customer", "bot", "bot", "agent", "customer", "bot", "bot", "agent"]
    public = [True] * 7 + [False]
    assert rows["a-"] == list(zip(actors, public, strict=True))
    assert rows["f-"] == list(zip([*actors[:6], "agent", "agent"], public, strict=True))


def test_a_survey_has_its_first_offer_and_its_last_answer(both: Value) -> None:
    """A comment is no second answer; nothing was asked where none was offered."""
    rows = both(
        "select ticket_id, score, sent_at, responded_at from staging.stg_helpdesk__surveys"
        " where ticket_id like '$%' order by ticket_id"
    )
    assert rows == [
        ("13", 5, at(1), at(3)),
        ("14", None, at(1), None),
        ("15", 1, at(7), at(7)),
        ("17", 4, at(1), at(8)),
    ]


def test_agents_are_who_is_staff_or_was(both: Value) -> None:
    """With the user's own group, else that of most tickets, and what the seed says."""
    rows = both(
        "select agent_id, team, hourly_cost, is_bot from staging.stg_helpdesk__agents"
        " where agent_id like '$%' order by length(agent_id), agent_id"
    )
    assert rows == [
        (str(ANA), "europe", None, False),
        (str(BOB), "america", None, False),
        (str(LEFT), "night", 31.5, False),
        (str(BOT), None, None, True),
        (str(ROBOT), None, None, True),
    ]
    assert both("select distinct loaded_at from staging.stg_helpdesk__agents") == [(shop.LOADED,)]


def test_of_two_versions_the_last_one_counts(warehouse: Path, of_ticket: Value) -> None:
    assert of_ticket("assignee_id", 23) == [str(BOT)]
    assert of_ticket("reason_tag", 23) == ["damaged"]
    assert query(
        warehouse,
        "select status, is_latest from staging.base_helpdesk__tickets"
        " where ticket_id = 'a-23' order by loaded_at",
    ) == [("open", False), ("solved", True)]


def test_rows_are_used_or_left_out_for_a_reason(warehouse: Path) -> None:
    rows = query(
        warehouse,
        "select connection, vendor_table, outcome, reason, row_count, raw_row_count"
        " from staging.zendesk__row_outcomes where outcome = 'left_out' or raw_table = 'surveys'"
        " order by all",
    )
    unread = "changes nothing that is read"
    comments = sum(len(made["said"]) for made in TICKETS)
    assert rows == [
        ("first", "ticket_field_history", "left_out", unread, len(TICKETS), 0),
        ("first", "ticket_field_history", "left_out", "no survey was offered", 1, 0),
        ("first", "ticket_field_history", "left_out", "the deletion of its ticket", 1, 0),
        ("first", "ticket_field_history", "used", None, 8, 4),
        ("second", "satisfaction_ratings", "left_out", "no survey was offered", 1, 0),
        ("second", "satisfaction_ratings", "used", None, 8, 4),
        ("second", "ticket_audits", "left_out", unread, comments, 0),
        ("second", "ticket_audits", "left_out", "the deletion of its ticket", 1, 0),
    ]
