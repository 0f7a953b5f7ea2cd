"""Whole warehouses with one thing broken each: does the build say so, and what to open?

One project copy, one warehouse and one place of the raw files serve all scenarios, so that
dbt parses once. Every build makes again all that the gates look at: faults that do not touch
each other are built together, and each is held by a test of its own.
"""

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
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
# One is there with connections alone.
GATE_COUNT = sum(
    "is_connected" not in path.read_text(encoding="utf-8")
    for path in (PROJECT / "tests" / "gates").glob("*.sql")
)

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

    def dbt(self, *arguments: str, artifacts: bool = False) -> CompletedProcess[str]:
        return run_dbt(
            *arguments,
            artifacts=artifacts,
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
    built = place.dbt("build", "--exclude-resource-type", "unit_test", artifacts=True)
    assert built.returncode == 0, built.stdout
    place.publish()
    return place


@pytest.fixture(scope="class")
def shop(place: Shop) -> Iterator[Shop]:
    """The project copy with the project's own reference seeds and bounds.

    Whatever a test, or a class of them, builds, the clean shop that was published stays as it
    was, and a build that failed is not published over it.
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
    assert query(shop.warehouse, "from marts.dq_gates where band <> 'not_judged'") == []


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


def test_the_sample_passes_and_the_tag_selects_the_gates_alone(sample_copy: Path) -> None:
    process = run_dbt("build", "--select", "tag:gate", warehouse=sample_copy)
    gates = Build(process)
    assert not gates.failed, process.stdout
    assert gates.bands == {}
    assert f"Finished running 8 project hooks, {GATE_COUNT} data tests in" in process.stdout
    assert "WARN=0 ERROR=0 SKIP=0" in process.stdout


class TestReasons:
    """Codes that say too little, have no owner, and moments that cannot have been."""

    @pytest.fixture(scope="class")
    @classmethod
    def broken(cls, shop: Shop) -> Build:
        def disown(row: dict[str, str]) -> bool:
            row["owner"] = "" if row["reason_code"] == "order_status_request" else row["owner"]
            return True

        def turn_back(tables: Tables) -> None:
            tables["tickets"][0]["product_id"] = "9007199254740992.0"
            early = {ticket["ticket_id"] for ticket in tables["tickets"][::10]}
            created = {ticket["ticket_id"]: ticket["created_at"] for ticket in tables["tickets"]}
            for event in tables["ticket_events"]:
                if event["ticket_id"] in early and event["event_type"] == "status":
                    event["occurred_at"] = created[event["ticket_id"]] - timedelta(minutes=1)

        shop.write(replace(CLEAN, other_share=0.35), turn_back)
        shop.edit("reason_codes", disown)
        return shop.build()

    def test_what_is_broken_fails_and_nothing_else(self, shop: Shop, broken: Build) -> None:
        assert broken.failed
        assert shop.last_build() == "failed"
        assert set(broken.bands) == {
            "catch_all_share",
            "high_quality_reason_share",
            "unowned_codes",
            "bad_times_share",
            "inexact_id_share of tickets",
        }
        # a gate is a leaf: what it says skips nothing
        assert "SKIP=0" in broken.process.stdout

    def test_a_third_of_contacts_under_other_fails_with_their_keys(
        self, shop: Shop, broken: Build
    ) -> None:
        assert broken.bands["catch_all_share"] == "intervention"
        assert re.search(
            r"3\d(\.\d)? % of contacts are in a catch-all code \(\d+ of \d+ at fault\); "
            r"healthy up to 8 %, watch up to 20 %\. Open marts\.dq_reason_suggestions\.",
            broken.messages["catch_all_share"],
        )
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

    def test_a_code_without_an_owner_fails_and_sends_to_the_seed(
        self, shop: Shop, broken: Build
    ) -> None:
        assert broken.bands["unowned_codes"] == "intervention"
        assert "1 reason codes seen in contacts" in broken.messages["unowned_codes"]
        assert "Open seeds/reference/reason_codes.csv." in broken.messages["unowned_codes"]
        stored = query(shop.warehouse, "select fault_key, detail from gate_failures.unowned_codes")
        assert [(key, detail.split(",")[0]) for key, detail in stored] == [
            ("order_status_request", "no owner")
        ]

    def test_clocks_that_disagree_and_an_id_that_lost_digits_fail_and_say_what_that_means(
        self, broken: Build
    ) -> None:
        assert broken.bands["bad_times_share"] == "intervention"
        assert re.search(
            r"of contacts were answered or over before they were created, so the clocks of the "
            r"helpdesk disagree .* Open marts\.fct_tickets where has_bad_times\.",
            broken.messages["bad_times_share"],
        )
        assert broken.bands["inexact_id_share of tickets"] == "intervention"
        assert re.search(
            r"lost its last .* Open marts\.dq_raw_tables where raw_table = 'tickets'\.",
            broken.messages["inexact_id_share of tickets"],
        )


class TestFeeds:
    """Tables that arrive late or spoiled, and values that nobody has said the meaning of."""

    @pytest.fixture(scope="class")
    @classmethod
    def broken(cls, shop: Shop) -> Build:
        def rename(tables: Tables) -> None:
            for ticket in tables["tickets"]:
                if ticket["channel"] == "email":
                    ticket["channel"] = "Inbound"
            for refund in tables["refunds"][::2]:
                refund["reason"] = "\tBroken in the POST "

        shop.write(
            replace(
                CLEAN,
                broken_share=0.05,
                stopped_feed="orders",
                stopped_days=10,
                vanished_channel="chat",
                vanished_week=CLEAN.weeks - 2,
                unmapped_tag="size_finder",
                unmapped_tag_share=0.15,
            ),
            rename,
        )
        broken = shop.build(*GATES, "dq_unknown_values")
        assert broken.failed
        return broken

    def test_a_stale_feed_is_named_with_its_hours(self, broken: Build) -> None:
        assert broken.bands["hours_behind of orders"] == "intervention"
        assert broken.bands["volume_factor of orders"] == "intervention"
        assert "hours_behind of tickets" not in broken.bands
        assert re.search(
            r"2\d\d hours lie between its latest load and the newest of .* watch up to 96 hours\. "
            r"Open marts\.dq_raw_tables where raw_table = 'orders'\.",
            broken.messages["hours_behind of orders"],
        )

    def test_a_feed_with_five_per_cent_of_broken_rows_is_named_by_table(
        self, shop: Shop, broken: Build
    ) -> None:
        for table in ("tickets", "ticket_events", "orders", "order_lines"):
            assert broken.bands[f"rejected_share of {table}"] == "intervention"
        assert re.search(
            r" % of row versions were rejected \(\d+ of \d+ at fault\); .*"
            r"Open marts\.dq_rejected_rows where raw_table = 'tickets' and not is_kept\.",
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

    def test_a_new_tag_that_nobody_mapped_is_named(self, shop: Shop, broken: Build) -> None:
        assert broken.bands["unmapped_tag_share"] == "intervention"
        assert broken.bands["largest_unmapped_tag_share"] == "intervention"
        message = broken.messages["largest_unmapped_tag_share"]
        assert "tag that is not in the map: size_finder (" in message
        assert "Open marts.dq_unmapped_reason_tags. `make unmapped` writes its tags as" in message
        stored = query(
            shop.warehouse,
            "select key_name, fault_key from gate_failures.largest_unmapped_tag_share",
        )
        assert stored == [("reason_tag", "size_finder")]

    def test_a_channel_that_vanished_is_named(self, shop: Shop, broken: Build) -> None:
        assert broken.bands["silent_channel_contacts"] == "intervention"
        assert "had none in the last 7 days: chat (" in broken.messages["silent_channel_contacts"]
        assert query(
            shop.warehouse, "select fault_key from gate_failures.silent_channel_contacts"
        ) == [("chat",)]

    def test_a_channel_nobody_knows_is_listed_and_fails_when_it_is_frequent(
        self, shop: Shop, broken: Build
    ) -> None:
        assert broken.bands["unknown_value_share of channel"] == "intervention"
        assert broken.bands["unknown_value_share of refund_reason"] == "watch"
        assert (
            "Open marts.dq_unknown_values where list_name = 'channel'."
            in broken.messages["unknown_value_share of channel"]
        )
        listed = query(
            shop.warehouse,
            """
            select unknown_value, read_as,
                rows_with_it = (select count(*) from marts.fct_tickets where channel = 'other')
            from marts.dq_unknown_values where list_name = 'channel'
            """,
        )
        assert listed == [("inbound", "other", True)]
        reasons = (
            "select unknown_value from marts.dq_unknown_values where list_name = 'refund_reason'"
        )
        assert query(shop.warehouse, reasons) == [("broken in the post",)]


class TestMoney:
    """Links, costs and targets that are lost; refunds that count twice; amounts in cents."""

    @pytest.fixture(scope="class")
    @classmethod
    def broken(cls, shop: Shop) -> Build:
        def lose(tables: Tables) -> None:
            for ticket in tables["tickets"]:
                ticket |= {"order_id": None, "handle_minutes": None}
                ticket["customer_id"] = f"guest of {ticket['ticket_id']}"

        in_cents = {"amount_factor": 100.0, "amount_factor_week": CLEAN.weeks - 2}
        shop.write(replace(CLEAN, refunds_twice="new_id", **in_cents), lose)
        shop.edit("sla_targets", lambda row: row["channel"] != "chat")
        return shop.build()

    def test_what_is_broken_fails_and_nothing_else(self, broken: Build) -> None:
        assert broken.failed
        assert broken.bands == dict.fromkeys(
            (
                "linked_order_share",
                "imputed_handle_time_share",
                "uncomputed_sla_share",
                "high_quality_reason_share",
                "duplicate_refund_share",
                "order_amount_factor",
            ),
            "intervention",
        )

    def test_lost_orders_handle_times_and_targets_are_three_different_faults(
        self, broken: Build
    ) -> None:
        for gate, opened in (
            (
                "linked_order_share",
                "marts.fct_tickets where journey_stage = 'post_purchase'"
                " and linked_order_id is null",
            ),
            ("imputed_handle_time_share", "marts.fct_tickets where is_handle_time_imputed"),
            ("uncomputed_sla_share", "seeds/reference/sla_targets.csv"),
        ):
            assert f"Open {opened}." in broken.messages[gate]
        assert "linked_order_share: 0 % of contacts" in broken.messages["linked_order_share"]
        # the order is missing, the tags are as good as ever: which condition failed is told
        assert re.search(
            r"fits their order: no_order \d+, catch_all \d+ \(",
            broken.messages["high_quality_reason_share"],
        )

    def test_amounts_in_cents_are_told_as_a_factor(self, shop: Shop, broken: Build) -> None:
        assert re.search(
            r"\d+(\.\d)? times apart are the median orders of the last 7 days and of the 8 weeks "
            r"before: \d{4,}(\.\d)? now, \d{2,3}(\.\d)? usually, up; healthy up to 2 times",
            broken.messages["order_amount_factor"],
        )
        # what it says to open shows the orders, each with its amount and the usual one
        [(detail,)] = query(
            shop.warehouse, "select detail from gate_failures.order_amount_factor limit 1"
        )
        assert re.fullmatch(r"\d+(\.\d)?, \d+(\.\d)? times the usual \d+(\.\d)?", detail)

    def test_refunds_delivered_again_under_new_ids_fail_until_the_bound_allows_them(
        self, shop: Shop, broken: Build
    ) -> None:
        def allow(row: dict[str, str]) -> bool:
            if row["gate"] == "duplicate_refund_share":
                row["watch_bound"] = "0.5"
            return True

        message = broken.messages["duplicate_refund_share"]
        assert "50 % of refunds repeat" in message
        assert "Open marts.dq_gate_faults where gate = 'duplicate_refund_share'." in message
        shop.edit("gate_bounds", allow)
        warned = shop.build("gate_bounds", "dq_gates", "refunds_are_delivered_once")
        assert not warned.failed, warned.process.stdout
        assert warned.bands == {"duplicate_refund_share": "watch"}
        assert "watch up to 50 %" in warned.messages["duplicate_refund_share"]


def test_a_shop_without_order_ids_says_so_in_a_seed_and_keeps_its_other_gates(shop: Shop) -> None:
    """Excepted is not healthy, no KPI moves, and other faults of the same gate still fail."""

    def guests(tables: Tables) -> None:
        for ticket in tables["tickets"]:
            ticket |= {"order_id": None, "customer_id": f"guest of {ticket['ticket_id']}"}

    def shares() -> list[tuple]:
        sql = (
            "select week_start_date, value from marts.kpi_scorecard"
            " where kpi = 'high_quality_reason_share' order by all"
        )
        return query(shop.warehouse, sql)

    shop.write(CLEAN, guests)
    broken = shop.build()
    assert broken.failed
    assert set(broken.bands) == {"linked_order_share", "high_quality_reason_share"}
    shop.dbt("run", "--select", "kpi_scorecard")
    without_exceptions = shares()
    (shop.project / "seeds" / "gates" / "gate_exceptions.csv").write_text(
        "gate,part,reason_fault,reason,valid_to\n"
        'linked_order_share,all,,"orders are taken by phone, without ids",\n'
        "high_quality_reason_share,all,no_order,guests have no ids,2031-01-01\n"
    )
    excepted = shop.build("gate_exceptions+", "kpi_scorecard")
    assert not excepted.failed, excepted.process.stdout
    assert excepted.bands == {}
    assert "Gates: 2 excepted; their findings in marts.dq_gates say why." in excepted.process.stdout
    told = query(
        shop.warehouse,
        "select gate, exception_reason, measured_value > 0.8 from marts.dq_gates"
        " where band = 'excepted' order by gate",
    )
    assert told == [
        ("high_quality_reason_share", "no_order, guests have no ids, until 2031-01-01", True),
        ("linked_order_share", "orders are taken by phone, without ids", False),
    ]
    assert shares() == without_exceptions
    shop.write(replace(CLEAN, other_share=0.35), guests)
    others = shop.build()
    assert others.failed
    assert "catch_all" in others.messages["high_quality_reason_share"]
    assert "no_order" not in others.messages["high_quality_reason_share"].split("Excepted")[0]


def test_a_shop_that_went_quiet_is_judged_by_its_latest_contacts(shop: Shop) -> None:
    """Nobody mapped a tag, and the last 28 days hold a handful of contacts."""

    def quiet(tables: Tables) -> None:
        contacts = sorted(tables["tickets"], key=lambda ticket: ticket["created_at"])
        latest = contacts[-1]["created_at"]
        late = [one for one in contacts if (latest - one["created_at"]).days < 40]
        gone = {ticket["ticket_id"] for ticket in late[:-5]}
        for name in ("tickets", "ticket_events"):
            tables[name] = [row for row in tables[name] if row["ticket_id"] not in gone]
        for ticket in tables["tickets"]:
            ticket["reason_tag"] = f"nobody mapped {ticket['reason_tag']}"

    shop.write(CLEAN, quiet)
    broken = shop.build()
    assert broken.failed
    assert broken.bands["unmapped_tag_share"] == "intervention"
    assert re.search(
        r"unmapped_tag_share: 100 % of contacts .* \(30 of 30 at fault\), "
        r"looked back to \d{4}-\d\d-\d\d for enough rows; healthy up to 2 %",
        broken.messages["unmapped_tag_share"],
    )
    stored = query(shop.warehouse, "select count(*) from gate_failures.unmapped_tag_share")
    assert stored == [(30,)]


def test_a_shop_of_a_few_contacts_is_not_judged_and_says_so(shop: Shop) -> None:
    def few(tables: Tables) -> None:
        kept = {ticket["ticket_id"] for ticket in tables["tickets"][-29:]}
        for name in ("tickets", "ticket_events"):
            tables[name] = [row for row in tables[name] if row["ticket_id"] in kept]
        for ticket in tables["tickets"]:
            ticket["reason_tag"] = "nobody mapped it"

    shop.write(CLEAN, few)
    young = shop.build()
    [line] = re.findall(r"Gates: .*", young.process.stdout)
    bands = dict(query(shop.warehouse, "select band, count(*) from marts.dq_gates group by band"))
    assert (
        line
        == f"Gates: {bands['not_judged']} not judged; their findings in marts.dq_gates say why."
    )
    [(band, finding)] = query(
        shop.warehouse, "select band, finding from marts.dq_gates where gate = 'unmapped_tag_share'"
    )
    assert band == "not_judged"
    assert re.search(
        r"not judged: (\d+) rows are too few, however far back; 30 are needed", finding
    )
    silent = "select band from marts.dq_gates where part = 'contacts' and gate = 'volume_factor'"
    assert query(shop.warehouse, silent) == [("not_judged",)]


def test_what_a_finding_says_to_open_is_there_and_can_be_asked_as_it_says(
    sample_warehouse: Path,
) -> None:
    gates = query(
        sample_warehouse,
        "select gate, part, open_first, rows_where from marts.dq_gates order by all",
    )
    assert len(gates) > 30
    for gate, part, opened, rows_where in gates:
        if opened.startswith("seeds/"):
            assert (PROJECT / opened).is_file(), opened
            continue
        query(sample_warehouse, f"select 1 from {opened} where {rows_where or 'true'} limit 1")
        assert "{" not in (rows_where or ""), (gate, part)
