"""Great Expectations on the last weeks: calm on the sample, loud about planted drift."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import html5lib
import pytest
from expectations.__main__ import main
from expectations.bounds import count_dispersion, count_range, part_range, share_dispersion
from expectations.catalog import RATIO, SLICES

# The sample's last complete weeks, as_of being Monday, 2026-10-19.
LAST_TWO_WEEKS = "between timestamp '2026-10-05' and timestamp '2026-10-18 23:59:59.999999'"
WEEKEND = "isodow(created_at) in (6, 7)"
TICKETS = "marts.fct_tickets"
# What the views of staging read.
RAW_TICKETS = "staging.base_helpdesk__tickets"
EVENTS = "staging.base_helpdesk__ticket_events"


def judge(warehouse: Path, folder: Path, *suites: str) -> int:
    """Exit status of a run whose pages go to a folder of their own; all suites if none named."""
    chosen = [part for suite in suites for part in ("--suite", suite)]
    pages = str(folder / "data_docs")
    return main(["--warehouse", str(warehouse), "--data-docs", pages, *chosen])


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.fixture
def drifting(sample_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of the sample's warehouse that may be spoilt. Views know the file by its name."""
    return Path(shutil.copy(sample_warehouse, tmp_path / sample_warehouse.name))


def test_the_sample_is_calm_the_file_untouched_and_the_pages_complete(
    sample_warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = digest(sample_warehouse)

    status = judge(sample_warehouse, tmp_path)

    out = capsys.readouterr().out
    assert status == 0, out
    assert digest(sample_warehouse) == before
    assert "2026-10-05 to 2026-10-18 against the 8 weeks before" in out
    assert re.search(r"contacts +3\d passed +0 failed +0 skipped", out)
    # A few dozen fixes in a year are no distribution.
    assert "skipped raw_fixes: staging.stg_product__fixes, rows: too few (2 rows" in out

    pages = {page: page.read_text(encoding="utf-8") for page in tmp_path.rglob("*.html")}
    judged = {piece.name for piece in SLICES} - {"raw_fixes"} | {RATIO.name}
    assert judged <= set(re.findall(r"\w+", pages[tmp_path / "data_docs" / "index.html"]))
    for page, html in pages.items():
        # No style sheet, script or picture from elsewhere: they open without a network.
        assert not re.search(r"""(src|href)=["']?(https?:)?//""", html), page
    contacts = next(html for page, html in pages.items() if page.stem == "warehouse-contacts")
    assert "channel = email" in contacts
    assert "in the 8 weeks before" in contacts


@pytest.mark.parametrize(
    ("suites", "spoil", "message"),
    [
        pytest.param(
            ["orders"],
            [
                "update marts.fct_orders set total_amount = total_amount * 100"
                f" where ordered_at {LAST_TWO_WEEKS}"
            ],
            r"failed orders: marts.fct_orders, total_amount: 10% quantile \d+; median \d+;"
            r" 90% quantile .*, expected 10% quantile [\d.]+ to [\d.]+; median",
            id="cents instead of units",
        ),
        pytest.param(
            ["refund_requests"],
            [
                "update marts.fct_refunds set amount = amount * 100"
                f" where requested_at {LAST_TWO_WEEKS}"
            ],
            r"marts.fct_refunds, amount <= order_total_amount: 25 rows \(100.0 %\), expected at"
            r" most \d+ of 25 rows broken .*\n.*marts.fct_refunds, amount: 10% quantile",
            id="refunds larger than orders",
        ),
        pytest.param(
            ["contacts"],
            [f"update {TICKETS} set channel = 'chat' where channel = 'email'"
             f" and created_at {LAST_TWO_WEEKS}"],
            r"failed contacts: marts.fct_tickets, channel = email: 0 rows, expected \d+ to \d+ of"
            r" 86 rows \(before: 37.3% of the rows\)",
            id="a channel has moved",
        ),
        pytest.param(
            ["contacts"],
            [f"delete from {TICKETS} where {WEEKEND} and created_at {LAST_TWO_WEEKS}"],
            r"failed contacts: marts.fct_tickets, rows on weekends: 0 rows, expected \d+ to",
            id="weekends are missing",
        ),
        pytest.param(
            ["contacts"],
            [f"update {TICKETS} set region = null where created_at {LAST_TWO_WEEKS}"],
            r"failed contacts: marts.fct_tickets, region: 86 rows \(100.0 %\), expected at most",
            id="a column is empty",
        ),
        pytest.param(
            ["raw_tickets_done"],
            [f"update {RAW_TICKETS} set handle_minutes = handle_minutes * 60"
             f" where updated_at {LAST_TWO_WEEKS}"],
            r"failed raw_tickets_done: staging.stg_helpdesk__tickets, handle_minutes: .*median",
            id="seconds instead of minutes",
        ),
        pytest.param(
            ["first_replies", "resolutions"],
            [
                f"update {TICKETS} set first_response_calendar_minutes = 60 * 24 * 7"
                f" where first_human_reply_at {LAST_TWO_WEEKS}",
                f"update {TICKETS} set resolution_minutes = 1 where resolved_at {LAST_TWO_WEEKS}",
            ],
            r"first_response_calendar_minutes: .*median 10080;(?s:.)*resolution_minutes: .*"
            r"median 1;",
            id="slow replies and quick resolutions",
        ),
        pytest.param(
            ["resolutions"],
            [f"update {TICKETS} set resolved_at = created_at - interval 1 hour, created_at ="
             f" created_at + interval 1 day where resolved_at {LAST_TWO_WEEKS}"],
            r"marts.fct_tickets, created_at <= resolved_at: \d+ rows",
            id="resolved before created",
        ),
        pytest.param(
            ["raw_order_lines", "order_totals"],
            ["insert into staging.base_shop__order_lines"
             " select order_id, line_number + 100, * exclude (order_id, line_number)"
             " from staging.base_shop__order_lines"
             " where order_id in (select order_id from staging.stg_shop__orders"
             f" where ordered_at {LAST_TWO_WEEKS})"],
            r"raw_order_lines: staging.stg_shop__order_lines, rows: \d+ rows, (?s:.)*"
            r"lines_amount = total_amount: \d+ rows \(\d\d.*expected at most",
            id="lines delivered twice",
        ),
        pytest.param(
            ["raw_ticket_events"],
            [f"delete from {EVENTS} where occurred_at {LAST_TWO_WEEKS}"],
            r"failed raw_ticket_events: staging.stg_helpdesk__ticket_events, rows: 0 rows, exp",
            id="a feed has stopped",
        ),
        pytest.param(
            ["contacts_per_order"],
            [f"insert into {TICKETS} select t.* from {TICKETS} as t, range(4)"
             f" where created_at {LAST_TWO_WEEKS}"],
            r"contacts_per_100_orders: 1\d\d.\d, expected [\d.]+ to [\d.]+ \(before: 40",
            id="five times the contacts per order",
        ),
    ],
)  # fmt: skip
def test_planted_drift_is_told_in_one_line(
    drifting: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    suites: list[str],
    spoil: list[str],
    message: str,
) -> None:
    with duckdb.connect(str(drifting)) as connection:
        for statement in spoil:
            connection.execute(statement)

    status = judge(drifting, tmp_path, *suites)

    out = capsys.readouterr().out
    assert status == 1, out
    assert re.search(message, out), out
    index = (tmp_path / "data_docs" / "index.html").read_text(encoding="utf-8")
    assert "text-danger" in index


def test_a_region_is_text_on_every_page_and_on_the_terminal(
    drifting: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    region = """</title><script>alert("1")</script><img src=x onerror=alert(2)> ' \\ 👟"""
    with duckdb.connect(str(drifting)) as connection:
        connection.execute(
            f"update {TICKETS} set region = ? || case when hour(created_at) % 2 = 0"
            " then chr(0) || chr(27) || chr(10) else '' end",
            [region],
        )
    for _ in range(2):  # the second run replaces the pages of the first
        assert judge(drifting, tmp_path, "contacts") == 0
    assert capsys.readouterr().out.count("\n") == 6
    pages = {page: page.read_text("utf-8") for page in (tmp_path / "data_docs").rglob("*.html")}
    assert len(pages) == 3
    for page, html in pages.items():
        tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
        assert not {"script", "img"} & {element.tag for element in tree.iter()}, page
        assert tree.find("head/meta[@http-equiv='Content-Security-Policy']") is not None
        told = "".join(tree.itertext())
        assert told.count(f"region = {region}") == (0 if page.stem == "index" else 2), page
        assert "\x00" not in told


def test_a_young_shop_is_skipped_not_alarmed(
    drifting: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(drifting)) as connection:
        for table in ("marts.fct_orders", "staging.base_shop__orders"):
            connection.execute(f"delete from {table} where ordered_at < timestamp '2026-09-01'")

    assert judge(drifting, tmp_path, "orders", "contacts_per_order") == 0
    out = capsys.readouterr().out
    assert "skipped orders: marts.fct_orders, all: its history is shorter than 8 weeks" in out
    assert "contacts_per_100_orders: a history is shorter than 8 weeks" in out
    assert "nothing could be judged" in out


@pytest.mark.parametrize("what", ["missing", "not built", "no database"])
def test_without_a_warehouse_one_line_says_so(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    if what == "not built":
        duckdb.connect(str(warehouse)).close()
    elif what == "no database":
        warehouse.write_text("order_id,total_amount\n" * 1000, encoding="utf-8")

    assert judge(warehouse, tmp_path) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith("expectations: ")
    assert str(warehouse) in error
    assert ("make build" in error) == (what != "no database")


def test_a_warehouse_in_use_and_a_missing_column_are_no_verdict(
    drifting: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(drifting)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        assert judge(drifting, tmp_path) == 2
        assert "another process is writing to it" in capsys.readouterr().err
        writer.communicate("\n")

    with duckdb.connect(str(drifting)) as connection:
        connection.execute("alter table marts.fct_orders drop column promised_at")
    assert judge(drifting, tmp_path) == 2
    assert "promised_at" in capsys.readouterr().err


def test_a_folder_with_other_files_is_left_alone(
    sample_warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "data_docs" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("kept", encoding="utf-8")

    assert judge(sample_warehouse, tmp_path) == 2
    assert "holds other files" in capsys.readouterr().err
    assert mine.read_text(encoding="utf-8") == "kept"


def test_bounds_follow_the_size_and_the_unrest_of_the_history() -> None:
    narrow, wide = part_range(300, 1000, 1000, 1), part_range(300, 1000, 1000, 9)
    assert wide[0] < narrow[0] < 300 < narrow[1] < wide[1]
    # Exact and smooth bounds meet.
    low, high = part_range(300_000, 1_000_000, 99_999, 1)
    smooth = part_range(300_000, 1_000_000, 100_001, 1)
    assert smooth == pytest.approx((low, high), abs=3)
    assert part_range(0, 1000, 100, 1)[0] == 0
    assert part_range(1000, 1000, 100, 1)[1] == 100
    assert count_range(400, 8, 2, 1)[0] < 100 < count_range(400, 8, 2, 1)[1]
    assert count_range(400, 8, 2, 5)[0] < count_range(400, 8, 2, 1)[0]
    assert count_dispersion([50] * 8) == share_dispersion([5] * 8, [50] * 8) == 1
    assert count_dispersion([10, 90] * 4) > 10
    assert share_dispersion([0, 50] * 4, [50] * 8) > 10
