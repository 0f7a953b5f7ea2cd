"""Whole warehouses with one thing broken each: does the build say so, and what to open?

One project copy, one warehouse and one place of the raw files serve all scenarios, so that
dbt parses once. Every build makes again all that the gates look at.
"""

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from conftest import PROJECT, query, run_dbt
from publish.__main__ import publish
from publish.errors import CannotPublish
from sample_shop import Settings, build_shop, write_csv

# The gates compare 7 days with the 8 weeks before and need 30 contacts a week.
CLEAN = Settings(scenario="quiet", weeks=11, order_lead_weeks=6, tickets=660, orders=1700)
GATES = ("+dq_gates", "+dq_gate_faults", "tag:gate")
GATE_COUNT = len(list((PROJECT / "tests" / "gates").glob("*.sql")))

Tables = dict[str, list[dict]]


@dataclass
class Build:
    """What a build left behind: exit status, output, and what its gates said."""

    process: CompletedProcess[str]
    bands: dict[str, str] = field(init=False)
    messages: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        told = re.findall(r"Gate (\w+): (([\w ]+): .*)", self.process.stdout)
        self.bands = {subject: band for band, _, subject in told}
        self.messages = {subject: message for _, message, subject in told}

    @property
    def failed(self) -> bool:
        return self.process.returncode != 0


@dataclass
class Shop:
    """A project copy whose raw files and reference seeds a scenario breaks."""

    project: Path
    raw: Path
    warehouse: Path

    @property
    def published(self) -> Path:
        """What the last build that passed left for readers."""
        return self.warehouse.parent / "published"

    def publish(self) -> None:
        manifest = self.warehouse.parent / "target" / "manifest.json"
        publish(self.warehouse, manifest, self.published)

    def last_build(self) -> str:
        """How the warehouse says that its last build went."""
        return query(self.warehouse, "select state from builds.last_build")[0][0]

    def dbt(self, *arguments: str) -> CompletedProcess[str]:
        return run_dbt(
            *arguments,
            warehouse=self.warehouse,
            project=self.project,
            variables=f'{{raw_location: "{self.raw}/{{name}}.csv"}}',
        )

    def build(self, *select: str) -> Build:
        """Build what the gates look at, and the gates: no other tests."""
        return Build(
            self.dbt(
                *("build", "--indirect-selection", "empty"),
                *("--exclude-resource-type", "unit_test", "--select", *(select or GATES)),
            )
        )

    def write(self, settings: Settings, change: Callable[[Tables], None] | None = None) -> None:
        tables = build_shop(settings)
        if change is not None:
            change(tables)
        write_csv(tables, self.raw)

    def edit(self, seed: str, change: Callable[[dict[str, str]], bool]) -> None:
        """Rewrite a seed: `change` edits a row and says whether it stays."""
        [path] = (self.project / "seeds").rglob(f"{seed}.csv")
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows([row for row in rows if change(row)])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The project copy, its raw files, its warehouse, and a clean shop that was published."""
    directory = tmp_path_factory.mktemp("gates")
    ignored = shutil.ignore_patterns(".git", ".venv", "target", "logs", "*.duckdb", "raw")
    shutil.copytree(PROJECT, directory / "project", ignore=ignored)
    shutil.copytree(PROJECT / "macros" / "raw", directory / "project" / "macros" / "raw")
    place = Shop(directory / "project", directory / "raw", directory / "warehouse.duckdb")
    place.write(CLEAN)
    built = place.dbt("build", "--exclude-resource-type", "unit_test")
    assert built.returncode == 0, built.stdout
    place.publish()
    return place


@pytest.fixture
def shop(place: Shop) -> Iterator[Shop]:
    """The project copy with the project's own reference seeds and bounds.

    Whatever a test builds, the clean shop that was published stays as it was, and a build that
    failed is not published over it.
    """
    before = published_bytes(place)
    for folder in ("reference", "gates"):
        for path in (PROJECT / "seeds" / folder).glob("*.csv"):
            shutil.copyfile(path, place.project / "seeds" / folder / path.name)
    yield place
    if place.last_build() != "passed":
        with pytest.raises(CannotPublish, match=f"is {place.last_build()}: .*; run `make build`"):
            place.publish()
    assert published_bytes(place) == before


def published_bytes(place: Shop) -> dict[str, bytes]:
    """Every published file."""
    build = (place.published / "current").resolve()
    return {str(file): file.read_bytes() for file in sorted(build.rglob("*")) if file.is_file()}


def test_nothing_is_told_and_nothing_fails_where_there_is_nothing_yet(shop: Shop) -> None:
    shop.write(CLEAN)
    seeded = Build(shop.dbt("seed", "--select", "gate_bounds"))
    assert not seeded.failed, seeded.process.stdout
    empty = Build(shop.dbt("build", "--empty", "--indirect-selection", "empty", "--select", *GATES))
    assert not empty.failed, empty.process.stdout
    assert empty.bands == {}
    assert query(shop.warehouse, "from marts.dq_gates where band <> 'no_data'") == []


def test_a_clean_shop_passes_without_a_warning(shop: Shop) -> None:
    """Refunds delivered again under the ids they had are no fault either."""
    shop.write(replace(CLEAN, refunds_twice="same_id"))
    clean = shop.build()
    assert not clean.failed, clean.process.stdout
    assert clean.bands == {}
    assert "WARN=0 ERROR=0 SKIP=0" in clean.process.stdout
    assert (
        query(shop.warehouse, "select gate, part from marts.dq_gates where band <> 'healthy'") == []
    )
    twice = query(
        shop.warehouse,
        "select row_versions = 2 * valid_rows from marts.dq_raw_tables where raw_table = 'refunds'",
    )
    assert twice == [(True,)]


def test_the_sample_passes_and_the_tag_selects_the_gates_alone(sample_warehouse: Path) -> None:
    process = run_dbt("build", "--select", "tag:gate", warehouse=sample_warehouse)
    gates = Build(process)
    assert not gates.failed, process.stdout
    assert gates.bands == {}
    assert f"Finished running 7 project hooks, {GATE_COUNT} data tests in" in process.stdout
    assert "WARN=0 ERROR=0 SKIP=0" in process.stdout


def test_a_third_of_contacts_under_other_fails_with_their_keys(shop: Shop) -> None:
    shop.write(replace(CLEAN, other_share=0.35))
    broken = shop.build()
    assert broken.failed
    assert shop.last_build() == "failed"
    assert set(broken.bands) == {"catch_all_share", "high_quality_reason_share"}
    assert broken.bands["catch_all_share"] == "intervention"
    assert re.search(
        r"3\d(\.\d)? % of contacts are in a catch-all code \(\d+ of \d+ at fault\); "
        r"healthy up to 8 %, watch up to 20 %\. Open marts\.dq_reason_suggestions\.",
        broken.messages["catch_all_share"],
    )
    # a gate is a leaf: what it says skips nothing
    assert "SKIP=0" in broken.process.stdout
    rows = query(
        shop.warehouse,
        """
        select gates.rows_at_fault, count(faults.ticket_id), count(*)
        from gate_failures.catch_all_share as stored
        inner join marts.dq_gates as gates on stored.gate = gates.gate
        left join marts.fct_tickets as faults
            on stored.fault_key = faults.ticket_id and faults.is_catch_all
        group by gates.rows_at_fault
        """,
    )
    [(at_fault, catch_all, stored)] = rows
    assert stored == catch_all == min(at_fault, 100)
    columns = query(
        shop.warehouse,
        "select distinct column_name from information_schema.columns "
        "where table_schema = 'gate_failures' order by all",
    )
    assert [name for (name,) in columns] == (
        ["band", "detail", "fault_key", "gate", "happened_at", "key_name", "part"]
    )


def test_a_new_tag_that_nobody_mapped_is_named(shop: Shop) -> None:
    shop.write(replace(CLEAN, unmapped_tag="size_finder", unmapped_tag_share=0.15))
    broken = shop.build()
    assert broken.failed
    assert broken.bands["unmapped_tag_share"] == "intervention"
    assert broken.bands["largest_unmapped_tag_share"] == "intervention"
    message = broken.messages["largest_unmapped_tag_share"]
    assert "tag that is not in the map: size_finder (" in message
    assert "Open marts.dq_unmapped_reason_tags." in message
    stored = query(
        shop.warehouse, "select key_name, fault_key from gate_failures.largest_unmapped_tag_share"
    )
    assert stored == [("reason_tag", "size_finder")]


def test_a_code_without_an_owner_fails_and_sends_to_the_seed(shop: Shop) -> None:
    def disown(row: dict[str, str]) -> bool:
        row["owner"] = "" if row["reason_code"] == "order_status_request" else row["owner"]
        return True

    shop.write(CLEAN)
    shop.edit("reason_codes", disown)
    broken = shop.build()
    assert broken.failed
    assert broken.bands == {"unowned_codes": "intervention"}
    assert "1 reason codes seen in contacts" in broken.messages["unowned_codes"]
    assert "Open seeds/reference/reason_codes.csv." in broken.messages["unowned_codes"]
    stored = query(shop.warehouse, "select fault_key, detail from gate_failures.unowned_codes")
    assert [(key, detail.split(",")[0]) for key, detail in stored] == [
        ("order_status_request", "no owner")
    ]


def test_a_stale_feed_is_named_with_its_hours(shop: Shop) -> None:
    shop.write(replace(CLEAN, stopped_feed="orders", stopped_days=10))
    broken = shop.build()
    assert broken.failed
    assert broken.bands["hours_behind of orders"] == "intervention"
    assert broken.bands["volume_factor of orders"] == "intervention"
    assert "hours_behind of tickets" not in broken.bands
    assert re.search(
        r"2\d\d hours lie between its latest load and the newest of .* watch up to 96 hours\. "
        r"Open marts\.dq_raw_tables\.",
        broken.messages["hours_behind of orders"],
    )


def test_a_feed_with_five_per_cent_of_broken_rows_is_named_by_table(shop: Shop) -> None:
    shop.write(replace(CLEAN, broken_share=0.05))
    broken = shop.build()
    assert broken.failed
    for table in ("tickets", "ticket_events", "orders", "order_lines"):
        assert broken.bands[f"rejected_share of {table}"] == "intervention"
    assert re.search(
        r" % of row versions were rejected \(\d+ of \d+ at fault\); .*"
        r"Open marts\.dq_rejected_rows\.",
        broken.messages["rejected_share of tickets"],
    )
    unknown = query(
        shop.warehouse,
        """
        select count(*) from gate_failures.rejected_share as stored
        anti join marts.dq_rejected_rows as rejected
            on stored.part = rejected.raw_table and stored.fault_key = rejected.row_key
        """,
    )
    assert unknown == [(0,)]


def test_refunds_delivered_again_under_new_ids_fail_until_the_bound_allows_them(
    shop: Shop,
) -> None:
    def allow(row: dict[str, str]) -> bool:
        if row["gate"] == "duplicate_refund_share":
            row["watch_bound"] = "0.5"
        return True

    shop.write(replace(CLEAN, refunds_twice="new_id"))
    broken = shop.build()
    assert broken.failed
    assert broken.bands == {"duplicate_refund_share": "intervention"}
    assert "50 % of refunds repeat" in broken.messages["duplicate_refund_share"]
    assert "Open marts.fct_refunds." in broken.messages["duplicate_refund_share"]
    shop.edit("gate_bounds", allow)
    warned = shop.build("gate_bounds+")
    assert not warned.failed, warned.process.stdout
    assert warned.bands == {"duplicate_refund_share": "watch"}
    assert "watch up to 50 %" in warned.messages["duplicate_refund_share"]


def test_amounts_in_cents_are_told_as_a_factor(shop: Shop) -> None:
    shop.write(replace(CLEAN, amount_factor=100.0, amount_factor_week=CLEAN.weeks - 2))
    broken = shop.build()
    assert broken.failed
    assert broken.bands == {"order_amount_factor": "intervention"}
    assert re.search(
        r"\d+(\.\d)? times apart are the median orders of the last 7 days and of the 8 weeks",
        broken.messages["order_amount_factor"],
    )


def test_a_channel_that_vanished_is_named(shop: Shop) -> None:
    shop.write(replace(CLEAN, vanished_channel="email", vanished_week=CLEAN.weeks - 2))
    broken = shop.build()
    assert broken.failed
    assert broken.bands["silent_channel_contacts"] == "intervention"
    assert "had none in the last 7 days: email (" in broken.messages["silent_channel_contacts"]
    assert query(shop.warehouse, "select fault_key from gate_failures.silent_channel_contacts") == [
        ("email",)
    ]


def test_lost_orders_handle_times_and_targets_are_three_different_faults(shop: Shop) -> None:
    def lose(tables: Tables) -> None:
        for ticket in tables["tickets"]:
            ticket |= {"order_id": None, "handle_minutes": None}
            ticket["customer_id"] = f"guest of {ticket['ticket_id']}"

    shop.write(CLEAN, lose)
    shop.edit("sla_targets", lambda row: row["channel"] != "chat")
    broken = shop.build()
    assert broken.failed
    for gate, opened in (
        ("linked_order_share", "marts.fct_tickets"),
        ("imputed_handle_time_share", "marts.fct_tickets"),
        ("uncomputed_sla_share", "seeds/reference/sla_targets.csv"),
    ):
        assert broken.bands[gate] == "intervention"
        assert f"Open {opened}." in broken.messages[gate]
    assert "linked_order_share: 0 % of contacts" in broken.messages["linked_order_share"]
