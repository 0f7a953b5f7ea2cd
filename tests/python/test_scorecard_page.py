"""The scorecard page: the numbers of the marts, readable by everyone, in one file."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import chromium
import duckdb
import html5lib
import pytest
from conftest import PROJECT, query
from publish.__main__ import publish
from scorecard import write_page
from scorecard.__main__ import main
from scorecard.formats import difference, inline, number, signed
from scorecard.intervals import WIDTH as WIDTH_OF_BAR
from scorecard.intervals import interval_bar
from scorecard.sparkline import HEIGHT, sparkline
from scorecard.volume import SHADES

BANDS = ["intervention", "watch", "healthy", "no_data"]
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
STYLE = PROJECT / "scripts" / "scorecard" / "templates" / "style.css"
HOSTILE = """</title><script>alert("1")</script><img src=x onerror='alert(2)'>\x01\ufffe\\"""
HOSTILE += "👟" * 150

# Reference data and what is told of raw tables and controls is there without any ticket.
WITHOUT_TICKETS = ("dim_kpis", "dim_reason_codes", "dim_channels", "dim_owners", "kpi_controls")
TOLD_ANYWAY = (*WITHOUT_TICKETS, "dq_gates", "dq_raw_tables")
ABOUT_ORDERS = (
    *("fct_orders", "fct_refunds", "fct_fixes", "kpi_refunds_by_week", "kpi_interventions"),
    *("kpi_conversion_recovery_by_week", "kpi_repeat_purchase_by_month"),
)
KPIS_OF_TICKETS = ("resolution_sla", "outcome_sla", "catch_all_share", "backlog_growth", "fcr")


@pytest.fixture(scope="module")
def marts(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's marts as they are published."""
    folder = tmp_path_factory.mktemp("published")
    publish(sample_warehouse, sample_warehouse.parent / "target" / "manifest.json", folder)
    return folder / "marts.duckdb"


@pytest.fixture(scope="module")
def sample_page(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample."""
    page = tmp_path_factory.mktemp("page") / "scorecard.html"
    write_page(marts, page)
    return page


@pytest.fixture(scope="module")
def tree(sample_page: Path) -> Element:
    """The sample's page, parsed."""
    return parse(sample_page)


@pytest.fixture
def spoilt(marts: Path, tmp_path: Path) -> Path:
    """A copy of the sample's marts that may be changed."""
    return Path(shutil.copy(marts.resolve(), tmp_path / "spoilt.duckdb"))


def parse(page: Path) -> Element:
    """The document; a page that is not well-formed HTML raises."""
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(page.read_text(encoding="utf-8"))


def change(marts: Path, *statements: str) -> None:
    with duckdb.connect(str(marts)) as connection:
        for statement in statements:
            connection.execute(statement)


def empty(marts: Path, *kept: str) -> None:
    """Take all rows out of all marts but those kept."""
    tables = query(marts, "select table_name from duckdb_tables()")
    change(marts, *(f"delete from {table}" for (table,) in tables if table not in kept))


def text(element: Element) -> str:
    """All words of an element, white space collapsed."""
    return " ".join("".join(element.itertext()).split())


def words(element: Element) -> str:
    """The same, with spaces where the page breaks no line."""
    return text(element).replace("\xa0", " ")


def draw(marts: Path) -> tuple[Path, Element]:
    """The page of marts, and what is in it."""
    page = marts.with_suffix(".html")
    write_page(marts, page)
    return page, parse(page)


def by_id(tree: Element, key: str) -> Element:
    found = [element for element in tree.iter() if element.get("id") == key]
    assert len(found) == 1, f"{len(found)} elements with the id {key}"
    return found[0]


def scores(tree: Element) -> dict[str, tuple[date, float]]:
    """Week and value of every KPI that has one, as the page tells machines."""
    found = list(tree.iter(f"{HTML}data"))
    values = {
        data.get("data-kpi"): (
            date.fromisoformat(data.get("data-week")),
            float(data.get("value")),
        )
        for data in found
    }
    assert len(values) == len(found)
    return values


def test_every_value_is_that_of_the_latest_mature_week(marts: Path, tree: Element) -> None:
    latest = """
        select kpi, arg_max(week_start_date, week_start_date), arg_max(value, week_start_date),
            arg_max(band, week_start_date)
        from marts.kpi_scorecard where is_mature and value is not null group by kpi
    """
    expected = {kpi: (week, value, band) for kpi, week, value, band in query(marts, latest)}
    assert len(expected) == 21
    assert scores(tree) == {kpi: (week, value) for kpi, (week, value, _) in expected.items()}
    for kpi, (_, _, band) in expected.items():
        assert by_id(tree, f"kpi-{kpi}").get("class") == band


def test_the_worst_band_comes_first_and_says_when_it_is_not_certain(
    marts: Path, tree: Element
) -> None:
    rows = [row for row in tree.iter(f"{HTML}tr") if (row.get("id") or "").startswith("kpi-")]
    bands = [row.get("class") for row in rows]
    assert bands == sorted(bands, key=BANDS.index)
    doubtful = """
        select kpi from marts.kpi_scorecard where is_mature
        qualify row_number() over (partition by kpi order by week_start_date desc) = 1
            and is_band_certain = false
    """
    values = {
        row.get("id").removeprefix("kpi-"): text(cell)
        for row in rows
        for cell in row
        if cell.get("class") == "value"
    }
    told = {kpi for kpi, value in values.items() if "may be chance" in value}
    assert told == {kpi for (kpi,) in query(marts, doubtful)}
    assert told
    without = """
        select kpi from marts.kpi_scorecard where is_mature and value is not null
        qualify row_number() over (partition by kpi order by week_start_date desc) = 1
            and is_band_certain is null
    """
    told = {kpi for kpi, value in values.items() if "too few cases to be sure" in value}
    assert told == {kpi for (kpi,) in query(marts, without)}
    assert told


def test_healthy_measures_say_how_many_are_beyond_doubt(spoilt: Path) -> None:
    latest = (
        "is_mature and value is not null qualify row_number()"
        " over (partition by kpi order by week_start_date desc) = 1"
    )
    counts = f"""
        select count(*), count(*) filter (where is_band_certain)
        from (select band, is_band_certain from kpi_scorecard where {latest})
        where band = 'healthy'
    """
    [(healthy, sure)] = query(spoilt, counts)
    assert 0 < sure < healthy
    _, tree = draw(spoilt)
    assert words(by_id(tree, "glance-healthy")) == (
        f"Healthy, {sure} of {healthy} beyond doubt; {healthy - sure} look healthy but stand on"
        " too few cases to be sure."
    )


def test_what_is_beyond_doubt_comes_first_and_the_rest_may_be_chance(spoilt: Path) -> None:
    change(
        spoilt,
        "update kpi_scorecard set is_band_certain = true"
        " where kpi = 'backlog_older_than_72h_share' and week_start_date = '2026-10-12'",
    )
    _, tree = draw(spoilt)
    assert words(by_id(tree, "glance-intervention")) == (
        "Needs intervention, 1 of 3 beyond doubt: backlog older than 72 hours. May be chance:"
        " backlog growth (12 contacts), revenue at risk per unresolved high-priority case"
        " (6 contacts)."
    )
    rows = [row.get("id") for row in tree.iter(f"{HTML}tr") if row.get("class") == "intervention"]
    assert rows[0] == "kpi-backlog_older_than_72h_share"


def test_every_value_says_how_many_cases_it_stands_on(marts: Path, tree: Element) -> None:
    stands_on = """
        select kpi, case kind
            when 'share' then cast(numerator as int) || ' of ' || cases
            when 'two_counts' then cast(denominator as int) || ' → ' || cases
            else cases::varchar end || ' ' || counted
        from marts.kpi_scorecard join marts.dim_kpis using (kpi)
        where is_mature and value is not null
        qualify row_number() over (partition by kpi order by week_start_date desc) = 1
    """
    found = query(marts, stands_on)
    assert len(found) == 21
    for kpi, told in found:
        assert told in words(by_id(tree, f"kpi-{kpi}")), kpi


def test_better_or_worse_is_said_of_certain_changes_only(spoilt: Path, tree: Element) -> None:
    def step(page: Element, kpi: str) -> str:
        """What a measure's row says of its change."""
        return next(text(c) for c in by_id(page, f"kpi-{kpi}") if c.get("data-label") == "Change")

    assert "too few to tell" in step(tree, "revenue_at_risk_per_case")
    assert "no change" in step(tree, "repeat_purchase_trend")
    for (kpi,) in query(spoilt, "select kpi from dim_kpis"):
        assert not re.search("better|worse", step(tree, kpi)), kpi
    change(
        spoilt,
        "update kpi_scorecard set is_change_certain = true"
        " where kpi in ('resolution_sla', 'backlog_growth')",
    )
    _, changed = draw(spoilt)
    # both rose; of the backlog the less the better
    assert "worse" in step(changed, "backlog_growth")
    assert "better" in step(changed, "resolution_sla")
    assert "may be chance" in step(changed, "fcr")


def test_an_interval_is_drawn_on_the_scale_of_the_bands() -> None:
    bar = interval_bar(0.8, 0.7, 1.0, "higher", (0.9, 0.6))
    assert [band for band, _, _ in bar.zones] == ["intervention", "watch", "healthy"]
    starts = [start for _, start, _ in bar.zones]
    assert starts[1] < bar.low < bar.value < starts[2] < bar.high
    assert round(sum(width for _, _, width in bar.zones), 1) == WIDTH_OF_BAR
    # lower is better, and there are too few cases for an interval
    bar = interval_bar(0.3, None, None, "lower", (0.1, 0.2))
    assert [band for band, _, _ in bar.zones] == ["healthy", "watch", "intervention"]
    assert bar.low is None
    assert bar.value > bar.zones[2][1]


def test_the_first_figure_is_contacts_by_week(marts: Path, tree: Element) -> None:
    first = next(tree.iter(f"{HTML}figure"))
    assert first.get("id") == "volume"
    weeks = """
        select max(total_contacts) from marts.kpi_contact_reasons_by_week where is_complete_week
        group by week_start_date order by week_start_date desc limit 26
    """
    counted = [contacts for (contacts,) in query(marts, weeks)]
    assert len(counted) == 26
    rows = [row.findall(f"{HTML}td") for row in first.iter(f"{HTML}tr")]
    assert [int(text(row[1])) for row in rows if row] == counted
    assert f"{counted[0]} contacts in the latest complete week, {counted[1]} in" in words(first)
    assert [text(cell) for cell in first.iter(f"{HTML}th")][-1] == "Per 100 orders"
    rates = f"""
        select 100.0 * max(total_contacts) / max(orders_placed)
        {weeks[weeks.index("from") :]}
    """
    ratios = [ratio for (ratio,) in query(marts, rates)]
    assert (
        f"Over 26 weeks contacts per 100 orders went from {ratios[-1]:.1f} to {ratios[0]:.1f}."
    ) in words(first)


def test_hours_of_the_week_are_those_of_the_mart_by_the_local_clock(spoilt: Path) -> None:
    change(spoilt, "update kpi_arrivals_by_hour set time_zone = 'Europe/Berlin'")
    _, tree = draw(spoilt)
    assert "by the clock of Europe/Berlin" in text(by_id(tree, "hours"))
    hours = query(spoilt, "select contacts, replied_contacts from kpi_arrivals_by_hour")
    # fewer than three waits make no median
    answered = [row for row in hours if row[1] >= 3]
    for key, shown, columns in (("arrivals", hours, 7), ("waits", answered, 3)):
        figure = by_id(tree, f"hours-{key}")
        assert len(list(figure.iter(f"{HTML}td"))) == len(shown) * columns
        squares = [one for one in figure.iter() if one.get("stroke") == "var(--paper)"]
        # one an hour, and one a shade in the legend
        assert len(squares) - SHADES == len(shown) > 50, key


@pytest.mark.parametrize(
    ("currency", "digits"),
    [
        pytest.param("EUR", 2, id="cents"),
        pytest.param("JPY", 0, id="no cents"),
        pytest.param("KWD", 3, id="a thousand fils"),
    ],
)
def test_amounts_are_written_in_the_currency_that_is_set(
    currency: str, digits: int, spoilt: Path
) -> None:
    [(at_risk,)] = query(spoilt, "select sum(revenue_at_risk)::double from kpi_revenue_at_risk")
    change(spoilt, f"update dim_kpis set currency = '{currency}' where unit = 'money'")
    _, tree = draw(spoilt)
    assert f"Revenue at risk: {currency} {at_risk:,.{digits}f} in 12 unres" in words(tree)
    assert f"Amounts are in {currency}." in words(tree)
    assert f"{currency} " in words(by_id(tree, "kpi-cost_per_successful_resolution"))
    # once a table or chart, in its heading; not in each cell
    for key in ("risk-owners", "cost-channels", "refunds-reasons", "wismo-rate"):
        figure = by_id(tree, key)
        headings = [*figure.iter(f"{HTML}th"), next(figure.iter(f"{HTML}figcaption"))]
        assert any(currency in text(one) for one in headings), key
        assert not any(currency in text(cell) for cell in figure.iter(f"{HTML}td")), key


def test_amounts_without_a_currency_name_the_var_that_sets_it(tree: Element) -> None:
    assert "Revenue at risk: 623.71 in 12 unresolved contacts" in words(tree)
    footer = text(next(tree.iter(f"{HTML}footer")))
    assert "reporting currency, which the var reporting_currency can name" in footer


def test_a_band_without_a_symptom_is_explained_and_who_has_what_to_fix_is_told(
    marts: Path, tree: Element
) -> None:
    told = words(by_id(tree, "interventions"))
    assert "No alarm pattern (symptom) fires in the week of 12 Oct 2026." in told
    assert "A measure can be out of its bounds without one" in told
    assert "Backlog growth, +71.4%, may be chance (12 contacts)" in told
    assert "No symptom fires, although measures are out of their bounds" in text(tree)
    owners = """
        select owner, sum(overdue_fixes), sum(open_fixes), sum(contacts)
        from marts.kpi_owner_handoff
        where month_start_date = (select max(month_start_date) from marts.kpi_owner_handoff)
        group by owner
    """
    for owner, *counts in query(marts, owners):
        name = owner.replace("_", " ").capitalize()
        assert " ".join([name, *map(str, counts)]) in told, owner


def test_what_waits_comes_first_whatever_an_interval_says(marts: Path, tree: Element) -> None:
    [(long_open,)] = query(
        marts,
        "select sum(older_than_72h) from fct_backlog_by_day"
        " where date_day = (select max(date_day) from dim_dates)",
    )
    [(cases, of_cases, of_all)] = query(
        marts,
        "select sum(high_priority_cases), sum(high_priority_revenue_at_risk)::double,"
        " sum(revenue_at_risk)::double from kpi_revenue_at_risk",
    )
    overdue = "is_open and due_at < (select max(as_of) from dq_raw_tables)"
    owners = query(
        marts,
        f"select owner, count(*) from fct_fixes where {overdue}"
        " group by owner order by count(*) desc, owner",
    )
    whose = ", ".join(f"{owner.replace('_', ' ').capitalize()} {n}" for owner, n in owners)
    assert words(by_id(tree, "interventions")).startswith(
        f"What to do Answer the {long_open} contacts open over 72 h. Take the {cases} unresolved"
        f" high-priority contacts next: {of_cases:,.2f} of the {of_all:,.2f} at risk."
        f" Ask about {sum(n for _, n in owners)} overdue fixes: {whose}."
    )

    def cells(key: str) -> list[list[str]]:
        rows = by_id(tree, key).iter(f"{HTML}tr")
        return [[words(cell) for cell in row.iter(f"{HTML}td")] for row in rows][1:]

    queue = "select ticket_id, age_hours from queue_open_tickets order by queue_rank limit 10"
    assert [row[:2] for row in cells("waiting")] == [
        [ticket, f"{age:,.1f} h"] for ticket, age in query(marts, queue)
    ]
    titles = query(marts, f"select title from fct_fixes where {overdue}")
    assert {row[0] for row in cells("overdue")} == {title for (title,) in titles}


def test_adoption_and_overdue_fixes_are_told_to_be_of_different_windows(
    marts: Path, tree: Element
) -> None:
    [(formula,)] = query(marts, "select formula from dim_kpis where kpi = 'fix_adoption_rate'")
    assert "in the 90 days before it" in " ".join(formula.split())
    for key in ("def-fix_adoption_rate", "interventions"):
        told = text(by_id(tree, key))
        assert "Fix adoption is of the fixes proposed in the last 90 days" in told, key
    # the month's reasons do not hold every overdue fix
    assert "are not counted here, but are among the overdue ones above" in text(
        by_id(tree, "interventions")
    )


def test_what_does_not_wait_is_not_told(spoilt: Path) -> None:
    change(
        spoilt,
        "update queue_open_tickets set age_hours = 72 where age_hours > 72",
        "update kpi_revenue_at_risk set high_priority_cases = 0",
        "update fct_fixes set is_open = fix_id = 'f011'",
    )
    _, tree = draw(spoilt)
    assert words(by_id(tree, "actions")) == "Ask about 1 overdue fix: Engineering 1."


def test_the_definition_of_every_measure_is_one_click_away(marts: Path, tree: Element) -> None:
    for kpi, formula in query(marts, "select kpi, formula from marts.dim_kpis"):
        row = by_id(tree, f"kpi-{kpi}")
        assert f"#def-{kpi}" in {link.get("href") for link in row.iter(f"{HTML}a")}
        assert " ".join(formula.split()) in text(by_id(tree, f"def-{kpi}"))
    # What the documentation says of a mart and of its columns came with it.
    assert "One row per quality gate and part" in text(tree)
    comments = """
        select comment from duckdb_columns() where table_name = 'kpi_wismo_by_week'
            and column_name in ('wismo_contact_rate', 'wismo_deflection_rate')
    """
    for (comment,) in query(marts, comments):
        assert comment in text(by_id(tree, "wismo"))


def test_what_fired_before_is_told_with_what_came_of_it(marts: Path, tree: Element) -> None:
    record = """
        select any_value(name), count(*), count(*) filter (where is_validated),
            count(*) filter (where not is_validated), count(*) filter (where is_validated is null)
        from marts.kpi_interventions group by symptom
    """
    rows = [text(row) for row in by_id(tree, "interventions").iter(f"{HTML}tr")]
    for name, *counts in query(marts, record):
        assert any(row.startswith(" ".join([name, *map(str, counts)])) for row in rows), rows


def test_what_fires_now_is_told_with_cause_action_and_owner(spoilt: Path) -> None:
    change(
        spoilt,
        "update kpi_interventions set"
        " week_start_date = (select max(week_start_date) from kpi_scorecard)"
        " where symptom in ('insights_ignored', 'regional_delivery_complaints')"
        " and week_start_date in ('2026-06-29', '2026-08-31')",
    )
    _, tree = draw(spoilt)
    told = text(by_id(tree, "interventions"))
    assert "2 symptoms fire in the week of 12 Oct 2026" in told
    assert "Region-level priority routing and proactive communication" in told
    assert "Logistics exceptions not integrated into routing" in told
    assert "20.8 per 100 orders (other regions: 5.6 per 100 orders)" in told.replace("\xa0", " ")
    assert "Owner Engineering" in told


def test_findings_rejected_rows_and_missing_tables_are_told_at_the_top(spoilt: Path) -> None:
    change(
        spoilt,
        "update dq_gates set band = 'watch', finding = 'half a tag is unmapped'"
        " where gate = 'unmapped_tag_share'",
        "update dq_raw_tables set is_present = false where raw_table = 'surveys'",
    )
    _, tree = draw(spoilt)
    header = text(next(tree.iter(f"{HTML}header")))
    assert "46 of 47 checks are healthy, 1 on watch." in header
    assert "half a tag is unmapped" in header
    assert "Raw tables missing surveys" in header
    [(rows,)] = query(spoilt, "select sum(row_versions)::int from dq_raw_tables")
    assert f"Rows left out 23 of {rows:,}; 5 more kept without a faulty value" in header
    assert "As of 19 October 2026, 02:20 UTC" in header
    assert "A made-up shop." in header


def test_gates_that_judge_nothing_are_told_and_never_among_the_healthy(spoilt: Path) -> None:
    change(
        spoilt,
        "update dq_gates set band = 'not_judged', measured_value = null,"
        " finding = '12 rows are too few' where gate = 'unmapped_tag_share'",
        "update dq_gates set band = 'excepted', finding = 'Excepted: phone orders'"
        " where gate = 'linked_order_share'",
    )
    _, tree = draw(spoilt)
    state = text(by_id(tree, "quality-state"))
    assert "45 of 47 checks are healthy, 1 excepted, 1 not judged." in state
    # beside the moment, where nobody has to look for it
    beside = text(by_id(tree, "data-state"))
    assert beside == "Data: 45 of 47 checks healthy, 1 excepted, 1 not judged"
    why = text(by_id(tree, "passed-over"))
    assert "○ Not judged 12 rows are too few" in why
    assert "◇ Excepted Excepted: phone orders" in why
    change(spoilt, "update dq_gates set band = 'not_judged' where gate <> 'hours_behind'")
    _, tree = draw(spoilt)
    assert text(by_id(tree, "quality-state")).startswith("○ Not judged 10 of 47 checks")


def test_a_measure_without_a_value_in_the_last_week_shows_its_last_with_its_age(
    spoilt: Path,
) -> None:
    change(
        spoilt,
        "update kpi_scorecard set value = null, band = 'no_data' where kpi = 'csat'"
        " and week_start_date > '2026-08-31'",
        "update kpi_scorecard set value = null, band = 'no_data' where kpi = 'nps'",
    )
    week, value, band = query(
        spoilt,
        "select week_start_date, value, band from kpi_scorecard where kpi = 'csat'"
        " and week_start_date = '2026-08-31'",
    )[0]
    _, tree = draw(spoilt)
    assert scores(tree)["csat"] == (week, value)
    row = by_id(tree, "kpi-csat")
    assert row.get("class") == band
    assert "week of 31 Aug, 6 weeks ago" in text(row).replace("\xa0", " ")
    assert "no data" not in text(row).lower()
    # only one that never had a value says that it has none
    assert "No data" in text(by_id(tree, "kpi-nps"))
    assert "1 of these had no value in the latest week" in text(next(tree.iter(f"{HTML}header")))
    # a measure that lags because it matures late is not old
    assert "ago" not in text(by_id(tree, "kpi-fcr"))


def test_clocks_that_disagree_are_told_where_times_are_measured(
    spoilt: Path, tree: Element
) -> None:
    assert "in doubt" not in text(tree)
    change(
        spoilt,
        "update dq_gates set band = 'watch', measured_value = 0.036 where gate = 'bad_times_share'",
    )
    _, doubted = draw(spoilt)
    for kpi in ("first_response_sla", "first_response_median_minutes", "resolution_sla"):
        assert "clocks in doubt" in text(by_id(doubted, f"kpi-{kpi}")), kpi
    assert "in doubt" not in text(by_id(doubted, "kpi-csat"))
    assert "Caution. 3.6% of recent contacts" in text(by_id(doubted, "sla"))


def test_what_a_connection_cannot_know_is_said_at_the_measures_it_concerns(
    spoilt: Path, tree: Element
) -> None:
    unknown = "desk <b>: reopens cannot be seen: no status history (no table ticket_field_history)"
    assert "cannot be seen" not in text(tree)
    change(
        spoilt,
        f"update dq_raw_tables set not_known = 'other: nothing; {unknown}'"
        " where raw_table = 'ticket_events'",
    )
    _, told = draw(spoilt)
    for kpi in ("fcr", "outcome_sla", "backlog_growth"):
        assert unknown in text(by_id(told, f"kpi-{kpi}")), kpi
    assert "cannot be seen" not in text(by_id(told, "kpi-csat"))


def test_values_that_are_in_no_list_are_told_with_where_to_add_them(
    marts: Path, tree: Element
) -> None:
    rows = [text(row) for row in by_id(tree, "unknown-values").iter(f"{HTML}tr")]
    listed = query(marts, "select unknown_value, rows_with_it from dq_unknown_values")
    assert len(rows) == len(listed) + 1 > 1
    for value, count in listed:
        assert any(f" {value} " in row and f" {count} " in row for row in rows), value


def test_the_same_marts_give_the_same_bytes(marts: Path, tmp_path: Path, sample_page: Path) -> None:
    for seed in ("1", "2"):
        page = tmp_path / f"{seed}.html"
        command = [sys.executable, "-m", "scorecard", "--marts", str(marts), "--page", str(page)]
        environment = {**os.environ, "PYTHONPATH": "scripts", "PYTHONHASHSEED": seed}
        # Where the machine stands must not move a day of a chart.
        environment["TZ"] = {"1": "America/Los_Angeles", "2": "Asia/Tokyo"}[seed]
        subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)
        assert page.read_bytes() == sample_page.read_bytes()


def test_the_page_is_one_small_file_that_asks_for_nothing(sample_page: Path, tree: Element) -> None:
    assert sample_page.stat().st_size < 1_000_000
    html = sample_page.read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|@font-face", html)
    for element in tree.iter():
        assert element.tag not in {f"{HTML}{name}" for name in ("script", "link", "img", "iframe")}
        assert not {"src", "srcset", "action", "data", "poster"} & set(element.keys())
        assert (element.get("href") or "#").startswith("#"), element.get("href")
    addresses = set(re.findall(r"https?://[^\"\s<]+", html))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_the_page_forbids_scripts_and_everything_from_elsewhere(tree: Element) -> None:
    policies = [
        meta.get("content")
        for meta in tree.iter(f"{HTML}meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; ")
    # only the style sheet is let through
    assert "script-src" not in policies[0]
    assert not list(tree.iter(f"{HTML}script"))


def check_structure(tree: Element) -> None:
    """What screen readers, keyboards and links need."""
    elements = list(tree.iter())
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids))
    levels = [int(e.tag[-1]) for e in elements if re.fullmatch(rf"{HTML}h[1-6]", str(e.tag))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    for before, level in pairwise(levels):
        assert level <= before + 1, levels
    for element in elements:
        for reference in (element.get("aria-labelledby") or "").split():
            assert reference in ids, reference
        if element.tag == f"{HTML}a":
            assert (element.get("href") or "#top")[1:] in ids, element.get("href")
    for drawing in tree.iter(f"{SVG}svg"):
        assert drawing.get("role") == "img"
        for name in ("title", "desc"):
            assert "".join(drawing.find(f"{SVG}{name}").itertext()).strip(), drawing.get("id")
    for figure in tree.iter(f"{HTML}figure"):
        has_chart = figure.find(f"{SVG}svg") is not None
        cells = [cell for cell in figure.iter(f"{HTML}td")]
        assert bool(cells) or not has_chart, f"{figure.get('id')}: a chart without its numbers"
        assert has_chart or text(figure), figure.get("id")


def test_the_page_is_structured_for_everyone(tree: Element) -> None:
    check_structure(tree)
    charts = [
        figure for figure in tree.iter(f"{HTML}figure") if figure.find(f"{SVG}svg") is not None
    ]
    assert len(charts) == 17
    first = next(link for link in tree.iter(f"{HTML}a"))
    assert first.get("href") == "#scorecard"


def test_bands_are_told_in_words_and_shapes(tree: Element) -> None:
    pills = [e for e in tree.iter(f"{HTML}span") if (e.get("class") or "").startswith("pill")]
    assert len(pills) > 21
    for pill in pills:
        assert re.fullmatch(
            r"[◆▲●○] (Intervention|Watch|Healthy|No data|Not judged|Excepted|Passes|Fails)",
            text(pill),
        )


@pytest.mark.parametrize(
    ("kept", "statements", "told"),
    [
        pytest.param(
            TOLD_ANYWAY,
            [
                "update dq_raw_tables set as_of = null",
                "update kpi_controls set status = 'unknown', evidence_1 = null, evidence_2 = null",
                "update dq_gates set band = 'not_judged', measured_value = null",
            ],
            "No measure can be judged yet.",
            id="no ticket",
        ),
        pytest.param((), [], "No measure is defined.", id="no row at all"),
    ],
)
def test_a_shop_without_data_gets_a_page_that_says_so(
    kept: tuple[str, ...], statements: list[str], told: str, spoilt: Path
) -> None:
    empty(spoilt, *kept)
    change(spoilt, *statements)
    _, tree = draw(spoilt)
    check_structure(tree)
    assert told in text(tree)
    assert "an unknown moment: no ticket has been loaded" in text(tree)
    assert "○ Not judged" in text(by_id(tree, "quality-state"))
    assert not scores(tree)
    assert not list(tree.iter(f"{SVG}svg"))
    assert "No contact has been open yet." in text(by_id(tree, "backlog-days"))


def test_a_shop_with_tickets_only_gets_what_they_tell(spoilt: Path) -> None:
    listed = ", ".join(f"'{kpi}'" for kpi in KPIS_OF_TICKETS)
    change(
        spoilt,
        *(f"delete from {table}" for table in ABOUT_ORDERS),
        "update kpi_scorecard set value = null, previous_value = null, ci_low = null,"
        f" ci_high = null, is_band_certain = null, band = 'no_data' where kpi not in ({listed})",
        "update kpi_wismo_by_week set informed_orders = 0, uninformed_orders = 0,"
        " informed_asked_rate = null, uninformed_asked_rate = null, wismo_deflection_rate = null",
    )
    _, tree = draw(spoilt)
    check_structure(tree)
    assert set(scores(tree)) == set(KPIS_OF_TICKETS)
    for kpi in ("csat", "nps", "refund_median_hours"):
        assert "No data" in text(by_id(tree, f"kpi-{kpi}"))
    assert "No refund was completed in these weeks." in text(by_id(tree, "refunds"))
    assert by_id(tree, "sla-channels").find(f"{SVG}svg") is not None


def test_what_data_says_is_text_and_never_markup(spoilt: Path) -> None:
    hostile = HOSTILE.replace("'", "''")
    change(
        spoilt,
        f"update dim_reason_codes set reason_name = '{hostile}'",
        f"update kpi_contact_reasons_by_week set owner = '{hostile}'",
        f"update kpi_revenue_at_risk set owner = '{hostile}', commercial_impact = '{hostile}'",
        f"update dq_gates set finding = '{hostile}', band = 'watch'",
        f"update kpi_controls set name = '{hostile}'",
        f"update dim_kpis set name = '{hostile}', formula = '{hostile}'",
        f"update kpi_cost_by_week set channel = '{hostile}'",
        f"update kpi_change_drivers set segment = '{hostile}', is_total_change_certain = true",
        f"update kpi_owner_handoff set owner = '{hostile}'",
        f"update kpi_arrivals_by_hour set time_zone = '{hostile}'",
        f"update kpi_interventions set name = '{hostile}', entity = '{hostile}',"
        f" first_action = '{hostile}',"
        " week_start_date = (select max(week_start_date) from kpi_scorecard)",
        f"comment on column kpi_wismo_by_week.wismo_contact_rate is '{hostile}'",
    )
    page, tree = draw(spoilt)
    elements = {element.tag.split("}")[-1] for element in tree.iter()}
    assert not {"script", "img"} & elements
    assert not re.search(r"<(script|img)", page.read_text(encoding="utf-8"))
    shown = ("reasons-pareto", "risk-owners", "interventions", "controls", "definitions")
    for key in (*shown, "changed", "hours"):
        assert 'alert("1")' in text(by_id(tree, key)), key


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        pytest.param(0.97561, "share", "97.6%", id="share"),
        pytest.param(-0.05, "rate", "\N{MINUS SIGN}5.0%", id="rate"),
        pytest.param(0.7143, "change", "+71.4%", id="change"),
        pytest.param(-0.00004, "change", "0.0%", id="nearly none"),
        pytest.param(0.0, "change", "0.0%", id="none"),
        pytest.param(1234567.891, "money", "1,234,567.89", id="money"),
        pytest.param(1234567.891, "money EUR", "EUR 1,234,567.89", id="euros"),
        pytest.param(1234567.891, "money JPY", "JPY 1,234,568", id="yen"),
        pytest.param(1234567.891, "amount EUR", "1,234,567.89", id="below a heading"),
        pytest.param(12345.6, "minutes", "12,345.6 min", id="minutes"),
        pytest.param(1055.16, "hours", "1,055.2 h", id="hours"),
        pytest.param(22.2, "points", "+22.2", id="points"),
        pytest.param(1234, "count", "1,234", id="count"),
        pytest.param(2.5, "parcels", "2.50 parcels", id="a unit of the team's own"),
        pytest.param(None, "share", "\N{EN DASH}", id="nothing"),
    ],
)
def test_numbers_are_written_in_their_unit(value: float | None, unit: str, written: str) -> None:
    assert number(value, unit).replace("\xa0", " ") == written


def test_differences_of_shares_are_percentage_points() -> None:
    assert difference(0.9, 0.75, "share").replace("\xa0", " ") == "15.0 pp"
    assert difference(40.0, 52.5, "points") == "12.5"
    assert difference(1.0, 1201.5, "money") == "1,200.50"
    assert signed(-0.1506, "share").replace("\xa0", " ") == "\N{MINUS SIGN}15.1 pp"
    assert signed(2.5, "money EUR").replace("\xa0", " ") == "+EUR 2.50"
    # what is written as 0 has no sign
    assert signed(-0.0004, "share").replace("\xa0", " ") == "0.0 pp"


def test_names_keep_their_abbreviations_within_a_sentence() -> None:
    assert inline("First response within SLA") == "first response within SLA"
    assert inline("WISMO contact rate") == "WISMO contact rate"


def test_a_week_without_a_value_breaks_the_sparkline() -> None:
    end = date(2026, 10, 12)
    weeks = {end - timedelta(weeks=back): 0.5 + back / 100 for back in (0, 1, 3, 5, 6)}
    line = sparkline(weeks, end, "lower", healthy=0.1, watch=0.9)
    assert [len(points.split()) for points in line.lines] == [2, 2]
    assert len(line.dots) == 1
    # Lower is better: healthy values lie between the bound and the ground.
    assert line.watch < line.last[1] < line.healthy
    assert line.healthy_from + line.healthy_height == HEIGHT


def palettes() -> Iterator[tuple[str, dict[str, str]]]:
    """The colours of the light and of the dark page."""
    css = STYLE.read_text(encoding="utf-8")
    light, dark = css.split("prefers-color-scheme: dark")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    yield "light", colours
    yield "dark", colours | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("scheme", "colours"), list(palettes()), ids=["light", "dark"])
def test_contrast_is_enough_for_wcag_aa(scheme: str, colours: dict[str, str]) -> None:
    bands = ("healthy", "watch", "intervention", "no-data")
    pairs = [(ink, ground) for ink in ("ink", "muted", "link") for ground in ("paper", "raised")]
    pairs += [(band, f"{band}-tint") for band in bands] + [(band, "paper") for band in bands]
    pairs += [("ink", "watch-tint"), ("muted", "no-data-tint"), ("intervention", "raised")]
    for ink, ground in pairs:
        assert contrast(colours[ink], colours[ground]) >= 4.5, (scheme, ink, ground)
    # What is drawn needs less: three to one.
    for drawn in ("series-1", "series-2", "series-3", "series-4", "age-3", "age-4"):
        assert contrast(colours[drawn], colours["paper"]) >= 3, (scheme, drawn)


@pytest.mark.skipif(not chromium.find_chromium(), reason="no Chromium on the PATH to look with")
def test_a_browser_shows_it_without_errors_requests_or_overflow(
    sample_page: Path, tmp_path: Path
) -> None:
    # Its profile is being written while it ends: pytest's folder outlives it.
    with chromium.open_tab(chromium.find_chromium(), tmp_path) as tab:
        for width, scheme in ((390, "light"), (390, "dark"), (820, "light"), (1440, "dark")):
            tab.open(sample_page, width, scheme)
            tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            wide = tab.evaluate(
                "[document.documentElement.scrollWidth, innerWidth,"
                " matchMedia('(prefers-color-scheme: dark)').matches,"
                " getComputedStyle(document.querySelector('.chart text')).fontSize]"
            )
            assert wide[0] <= wide[1] == width, wide
            assert wide[2] == (scheme == "dark")
            # What to do is read on a phone: no table there has to be pushed sideways.
            cut_off = tab.evaluate(
                "[...document.querySelectorAll('.record .scroll')]"
                ".map(box => box.scrollWidth > box.clientWidth)"
            )
            assert cut_off == [False, False]
            addresses = {told["request"]["url"] for told in tab.told("Network.requestWillBeSent")}
            assert addresses == {sample_page.as_uri()}
            for kind in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"):
                assert not tab.told(kind)
        # On paper no row of a table is broken, and what cannot be opened is not there.
        tab.call("Emulation.setEmulatedMedia", media="print")
        printed = tab.evaluate(
            "[[...document.querySelectorAll('main tr')].filter(row =>"
            " row.offsetParent && getComputedStyle(row).breakInside != 'avoid').length,"
            " [...document.querySelectorAll('summary')].filter(one => one.offsetParent).length]"
        )
        assert printed == [0, 0]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("nowhere.duckdb", "does not exist: publish the marts first", id="missing"),
        pytest.param("text.duckdb", "is no DuckDB file", id="no database"),
        pytest.param("other.duckdb", "holds no marts: name the marts.duckdb", id="other database"),
    ],
)
def test_what_is_no_mart_ends_with_one_line(
    name: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.duckdb").write_text("no database", encoding="utf-8")
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    page = tmp_path / "page.html"
    assert main(["--marts", str(tmp_path / name), "--page", str(page)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"scorecard: {tmp_path / name} ")
    assert message in err
    assert len(err.splitlines()) == 1
    assert not page.exists()


def test_marts_of_an_older_build_end_with_one_line(
    spoilt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(spoilt, "alter table kpi_scorecard drop column is_band_certain")
    assert main(["--marts", str(spoilt), "--page", str(spoilt.with_suffix(".html"))]) == 2
    err = capsys.readouterr().err
    assert "is_band_certain" in err
    assert err.strip().endswith("build and publish again")
    assert len(err.splitlines()) == 1
