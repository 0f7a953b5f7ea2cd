"""The study of noise plants what it says and counts what scorecards say."""

from datetime import timedelta
from pathlib import Path

import pytest
from bench.noise import FIRST_WEEKS, PLANTED, SLOW_BY, Tables, plant, report, shop_of
from sample_shop.shop import build_shop

TICKETS = 700


@pytest.fixture(scope="module")
def quiet() -> Tables:
    """A small quiet shop."""
    return build_shop(shop_of(3, TICKETS))


def first_replies(tables: Tables) -> dict[str, object]:
    """When the first person answered each ticket."""
    replies: dict = {}
    for event in tables["ticket_events"]:
        if event["actor_type"] == "agent" and event["is_public"]:
            key = event["ticket_id"]
            replies[key] = min(replies.get(key, event["occurred_at"]), event["occurred_at"])
    return replies


def test_nothing_is_planted_into_a_quiet_shop(quiet: Tables) -> None:
    assert plant(quiet, shop_of(3, TICKETS), 0.0) == quiet


def test_a_share_of_the_contacts_from_a_week_on_is_answered_late_or_tagged_broadly(
    quiet: Tables,
) -> None:
    shop, size = shop_of(3, TICKETS), 0.5
    changed = plant(quiet, shop, size)
    created = {row["ticket_id"]: row["created_at"] for row in quiet["tickets"]}
    late = shop.week(PLANTED["first_response_sla"])
    before, after = first_replies(quiet), first_replies(changed)
    slower = {key for key in before if after.get(key) != before[key]}
    assert {created[key] >= late for key in slower} == {True}
    assert {after[key] - before[key] for key in slower & set(after)} == {SLOW_BY}
    # what would be after the end of the data is not known
    assert max(event["occurred_at"] for event in changed["ticket_events"]) < shop.end
    known = {key for key in before if late <= created[key] < shop.end - timedelta(days=14)}
    assert 0.3 < len(slower & known) / len(known) < 0.7
    broad = shop.week(PLANTED["catch_all_share"])
    retagged = [
        old["created_at"] >= broad
        for old, new in zip(quiet["tickets"], changed["tickets"], strict=True)
        if old["reason_tag"] != new["reason_tag"]
    ]
    assert len(retagged) > 10
    assert all(retagged)


def test_alarms_and_power_are_shares_of_what_could_be_judged(tmp_path: Path) -> None:
    first, planted = FIRST_WEEKS + 1, PLANTED["catch_all_share"]
    weeks = [
        # quiet: one of two judged weeks; a week without an interval is not judged
        *(f"0.0,1,fcr,{first + n},0.5,0.1,{told}" for n, told in enumerate(("true", "false", ""))),
        # planted: seen in one of two shops; its other weeks do not count
        f"0.1,1,catch_all_share,{planted},0.2,0.1,true",
        f"0.1,2,catch_all_share,{planted},0.2,0.3,false",
        f"0.1,2,catch_all_share,{planted + 1},0.2,0.0,false",
    ]
    halves = ["0.0,1,fcr,0.1,false", "0.1,1,catch_all_share,0.1,true"]
    head = "points,seed,kpi"
    (tmp_path / "weeks-360.csv").write_text(
        "\n".join([f"{head},week,value,change,is_certain", *weeks]) + "\n"
    )
    (tmp_path / "halves-360.csv").write_text(
        "\n".join([f"{head},change,is_certain", *halves]) + "\n"
    )
    lines = report(tmp_path, 360).splitlines()
    assert lines[0] == "10 contacts a week"
    assert any(line.startswith("| fcr | 2 | 50.0% |") for line in lines)
    assert "| all | 2 | 50.0% |  | 0.0% |" in lines
    assert "| catch_all_share | 10.0% | +0.20 | 50.0% | 100.0% |" in lines
