"""What the page and the summary say of changes: the certain ones, with what is behind them."""

import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import duckdb
import html5lib
import pytest
from conftest import query
from publish.__main__ import publish
from scorecard import write_page, write_summary
from scorecard.drivers import Driver, lead
from scorecard.formats import number, signed
from scorecard.marts import CannotRead

HTML = "{http://www.w3.org/1999/xhtml}"

# A change of the sample's first response SLA as the drivers would tell it: by channel and,
# evenly, by owner; all contacts are of one region.
TOTAL = (0.80, 0.90, -0.10, "true")
PLANTED = {
    ("channel", "email"): (30, 60, 55, 60, -0.085, -0.080, -0.005, 1),
    ("channel", "marketplace"): (20, 40, 10, 20, -0.012, 0.0, -0.012, 2),
    ("channel", "chat"): (50, 50, 55, 60, -0.003, -0.001, -0.002, 3),
    ("owner", "engineering"): (48, 60, 54, 60, -0.05, -0.05, 0.0, 1),
    ("owner", "merchandising"): (48, 60, 54, 60, -0.05, -0.05, 0.0, 2),
    ("region", "de"): (96, 120, 108, 120, -0.10, -0.10, 0.0, 1),
}
KPI = "first_response_sla"
CERTAIN = "is_total_change_certain"


def plant() -> list[str]:
    """Statements that make those drivers the only ones of the KPI."""
    rows = []
    for (dimension, segment), (now, of, before, before_of, *effects) in PLANTED.items():
        halves = f"{now}, {of}, {now}.0 / {of}, {before}, {before_of}, {before}.0 / {before_of}"
        told = ", ".join(map(str, (*TOTAL, *effects)))
        rows.append(f"('{KPI}', '{dimension}', '{segment}', date '2026-10-05', {halves}, {told})")
    return [
        f"delete from kpi_change_drivers where kpi = '{KPI}'",
        f"insert into kpi_change_drivers values {', '.join(rows)}",
    ]


@pytest.fixture
def spoilt(sample_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of the sample's warehouse that may be changed."""
    return Path(shutil.copy(sample_warehouse, tmp_path / "spoilt.duckdb"))


def change(warehouse: Path, *statements: str) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        for statement in ("use marts", *statements):
            connection.execute(statement)


def typed(told: str) -> str:
    """A text as it is typed: with plain minus signs, spaces and quotes."""
    plain = {"\xa0": " ", "\N{MINUS SIGN}": "-"}
    quotes = dict.fromkeys("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}", '"')
    return told.translate(str.maketrans(plain | quotes))


def text(element: Element) -> str:
    """All words of an element, white space collapsed."""
    return typed(" ".join("".join(element.itertext()).split()))


def draw(warehouse: Path) -> Element:
    page = warehouse.with_suffix(".html")
    write_page(warehouse, page)
    return html5lib.HTMLParser(strict=True).parse(page.read_text(encoding="utf-8"))


def by_id(tree: Element, key: str) -> Element:
    return next(element for element in tree.iter() if element.get("id") == key)


def changes(tree: Element) -> list[str]:
    """The sentences of what changed."""
    return [text(item) for item in by_id(tree, "changed").iter(f"{HTML}li")]


def behind(tree: Element, kpi: str) -> Element:
    """The row that opens to what is behind a measure."""
    rows = list(tree.iter(f"{HTML}tr"))
    return rows[[row.get("id") for row in rows].index(f"kpi-{kpi}") + 1]


def summary(warehouse: Path, folder: Path) -> tuple[str, str]:
    """The summary as Markdown and as text."""
    write_summary(warehouse, folder)
    markdown, plain = ((folder / f"summary.{end}").read_text("utf-8") for end in ("md", "txt"))
    return typed(markdown), typed(plain)


def test_a_quiet_shop_reads_as_quiet(sample_warehouse: Path, spoilt: Path, tmp_path: Path) -> None:
    certain = f"select count(*) from marts.kpi_change_drivers where {CERTAIN}"
    assert query(sample_warehouse, certain) == [(0,)]
    tree = draw(spoilt)
    assert "Nothing changed beyond doubt." in text(by_id(tree, "changed"))
    assert "the last week against the week before" in text(by_id(tree, "changed"))
    assert not changes(tree)
    for element in tree.iter():
        if element.get("class") in ("better", "worse"):
            # only as the colour of a bar
            assert element.tag.endswith("rect"), text(element)
    plain = summary(spoilt, tmp_path)[1]
    assert "Changed: Nothing beyond doubt.\n" in plain
    # what waits is told first
    waits, alarm = plain.splitlines()[-2:]
    assert waits.startswith("To do: Answer the 3 contacts open over 72 h.")
    assert alarm.startswith("Alarm: No alarm pattern (symptom) fires")


def test_a_change_is_told_with_what_is_behind_it_and_whose_it_is(
    spoilt: Path, tmp_path: Path
) -> None:
    change(spoilt, *plant())
    tree = draw(spoilt)
    told = (
        "First response within SLA got worse, from 90.0% to 80.0% in the four weeks to 11 Oct"
        " against the four before (-10.0 pp): Email got worse, 91.7% → 50.0% (-8.5 pp);"
        ' more "Marketplace" contacts (-1.2 pp). Most of it: Engineering.'
    )
    assert changes(tree) == [told]
    markdown, plain = summary(spoilt, tmp_path)
    assert f"Changed: {told}\n" in plain
    assert "- **Changed**: First response within SLA got worse" in markdown


def test_the_owner_named_moved_it_the_way_it_went(spoilt: Path) -> None:
    # Engineering's is the largest contribution, and for the better.
    change(
        spoilt,
        *plant(),
        "update kpi_change_drivers set contribution = case segment"
        " when 'engineering' then 0.06 else -0.04 end, rate_effect = contribution"
        f" where kpi = '{KPI}' and dimension = 'owner'",
    )
    [told] = changes(draw(spoilt))
    assert told.endswith("Most of it: Merchandising.")


def test_a_measure_opens_to_its_drivers_in_words_bars_and_numbers(spoilt: Path) -> None:
    change(spoilt, *plant())
    row = behind(draw(spoilt), KPI)
    assert [text(cause) for cause in row.iter(f"{HTML}li")] == [
        "Email got worse, 91.7% → 50.0% (-8.5 pp)",
        'More "Marketplace" contacts (-1.2 pp)',
    ]
    drawing = next(one for one in row.iter() if one.get("class") == "effects")
    drawn = [one for one in drawing if one.tag.endswith("rect")]
    widths = [float(bar.get("width")) for bar in drawn]
    assert widths[0] / widths[1] == pytest.approx(0.085 / 0.012, rel=0.02)
    assert {bar.get("class") for bar in drawn} == {"worse"}
    # a change for the worse runs to the left of no effect
    middle = next(float(one.get("x1")) for one in drawing if one.tag.endswith("line"))
    for bar in drawn:
        assert float(bar.get("x")) + float(bar.get("width")) == pytest.approx(middle, abs=0.2)
    cells = [[text(cell) for cell in line.iter(f"{HTML}td")] for line in row.iter(f"{HTML}tr")]
    assert [
        "Channel",
        "Email",
        "-8.5 pp",
        "-8.0 pp",
        "-0.5 pp",
        "91.7%",
        "50.0%",
    ] in cells
    assert len(cells) == 1 + 1 + len(PLANTED)


def test_changes_are_five_at_most_and_most_customers_come_first(
    spoilt: Path, tmp_path: Path
) -> None:
    many = ("catch_all_share", "csat", "fcr", "outcome_sla", "repeat_contact_rate")
    listed = ", ".join(f"'{kpi}'" for kpi in (*many, "cost_per_successful_resolution"))
    change(
        spoilt,
        *plant(),
        f"update kpi_change_drivers set {CERTAIN} = true where kpi in ({listed})",
        "update kpi_scorecard set is_change_certain = true where kpi = 'backlog_growth'",
    )
    # of a share those it moved, of a mean as many as make up its relative change; the backlog's
    # growth changed by 1.08 of 12
    reach = f"""
        select kpi, avg(abs(total_change) / case when kpi like 'cost%'
            then total_previous_value else 1 end) * sum(denominator) / 4
        from marts.kpi_change_drivers where {CERTAIN} and dimension = 'channel' group by kpi
    """
    found = [*query(spoilt, reach), ("backlog_growth", 1.0779 * 12)]
    names = dict(query(spoilt, "select kpi, name from marts.dim_kpis"))
    expected = [names[kpi] for kpi, _ in sorted(found, key=lambda one: -one[1])]
    assert len(expected) == 8
    tree = draw(spoilt)
    for told, name in zip(changes(tree), expected[:5], strict=True):
        assert told.startswith(f"{name} got "), told
    assert "3 more in the table below." in text(by_id(tree, "changed"))
    markdown, _ = summary(spoilt, tmp_path)
    assert markdown.count("**Changed**") == 3
    assert "5 more changes on the page." in markdown


def test_a_week_that_changed_is_told_where_four_weeks_did_not(spoilt: Path) -> None:
    change(
        spoilt,
        "update kpi_scorecard set is_change_certain = true"
        " where kpi in ('resolution_sla', 'nps') and week_start_date >= '2026-10-05'",
    )
    assert changes(draw(spoilt)) == [
        "Net promoter score got better, from +13.3 to +22.2 in the week of 12 Oct (+8.9;"
        " 18 answers).",
        "Resolution within SLA got better, from 95.1% to 95.6% in the week of 5 Oct (+0.4 pp;"
        " 43 of 45 contacts).",
    ]


def driver(dimension: str, contribution: float, share: float) -> Driver:
    """A driver of that share in both halves."""
    return Driver(
        *(dimension, f"{contribution} of {dimension}", 1, 1, 0.5, 0.6),
        *(contribution, contribution, 0, share, share),
    )


def test_the_dimension_that_tells_most_leads() -> None:
    # One channel did all of it; each owner as its size has it; there is one region only.
    dimensions = {
        "owner": [driver("owner", -0.06, 0.6), driver("owner", -0.04, 0.4)],
        "channel": [driver("channel", -0.10, 0.5), driver("channel", 0.0, 0.5)],
        "region": [driver("region", -0.10, 1.0)],
    }
    assert lead(dimensions, -0.10) == "channel"
    assert lead({"region": dimensions["region"]}, -0.10) is None
    # nothing contributes, as where every contact always counts
    assert lead({"owner": [driver("owner", 0, 0.5), driver("owner", 0, 0.5)]}, 0) is None


def test_the_summary_holds_no_number_that_the_marts_do_not(spoilt: Path, tmp_path: Path) -> None:
    change(
        spoilt,
        *plant(),
        f"update kpi_change_drivers set {CERTAIN} = true where kpi = 'csat'",
        "update kpi_scorecard set is_band_certain = true where kpi = 'backlog_growth'",
        "update kpi_interventions set week_start_date ="
        " (select max(week_start_date) from kpi_scorecard) where week_start_date = '2026-06-29'",
        "update dq_gates set band = 'not_judged' where gate = 'linked_order_share'",
    )
    known = mart_numbers(spoilt)
    _, plain = summary(spoilt, tmp_path)
    lines = plain.splitlines()
    assert {line.split(":")[0] for line in lines} == {
        *("Service scorecard", "Data", "Contacts", "Measures", "Changed", "To do"),
    }
    names = [name for (name,) in query(spoilt, "select name from marts.dim_kpis")]
    for line in lines:
        for written in numbers_in(line, names):
            assert written in known, f"{written}: {line}"
    # and a number that moves in the marts moves here
    change(
        spoilt,
        "update kpi_contact_reasons_by_week set total_contacts = 4711"
        " where week_start_date = '2026-10-12'",
    )
    assert "4,711 in the week, 45 in the one before." in summary(spoilt, tmp_path)[1]


def numbers_in(line: str, names: list[str]) -> list[str]:
    """Every number of a line as it is written, with its sign and unit.

    Those of days, moments and names of measures are none.
    """
    for name in names:
        line = re.sub(re.escape(name), "", line, flags=re.IGNORECASE)
    without_days = re.sub(r"\d{1,2} [A-Z][a-z]+( \d{4})?(, \d\d:\d\d UTC)?", "", line)
    return re.findall(r"[+-]?\d(?:[\d,.]*\d)?(?:%| pp)?", without_days)


def mart_numbers(warehouse: Path) -> set[str]:
    """The numbers that the summary may tell, as they are written, of the rows it is about."""
    units = dict(query(warehouse, "select kpi, unit from marts.dim_kpis"))
    known: set[str] = set()

    def tell(value: Any, unit: str, is_change: bool = False) -> None:
        if value is not None:
            written = signed(value, unit) if is_change else number(value, unit)
            known.add(typed(written).removesuffix(" min").removesuffix(" h"))

    scores = """
        select kpi, value, change, cases, numerator, denominator from marts.kpi_scorecard
        where is_mature and value is not null
        qualify row_number() over (partition by kpi order by week_start_date desc) = 1
    """
    for kpi, value, step, *counts in query(warehouse, scores):
        tell(value, units[kpi])
        tell(step, units[kpi], is_change=True)
        for count in counts:
            tell(count, "count")
    drivers = f"""
        select kpi, contribution, total_change, value, previous_value, total_value,
            total_previous_value
        from marts.kpi_change_drivers where {CERTAIN}
    """
    for kpi, added, whole, *values in query(warehouse, drivers):
        tell(added, units[kpi], is_change=True)
        tell(whole, units[kpi], is_change=True)
        for value in values:
            tell(value, units[kpi])
    counts = """
        select affected_contacts from marts.kpi_interventions
        where week_start_date = (select max(week_start_date) from marts.kpi_scorecard)
        union all
        select max(total_contacts) from marts.kpi_contact_reasons_by_week where is_complete_week
        group by week_start_date
        union all
        select count(*) from marts.fct_fixes
        where is_open and due_at < (select max(as_of) from marts.dq_raw_tables)
        group by rollup (owner)
        union all
        select sum(older_than_72h) from marts.fct_backlog_by_day
        where date_day = (select max(date_day) from marts.dim_dates)
        union all
        select sum(high_priority_cases) from marts.kpi_revenue_at_risk
        union all
        select 72
        union all
        select count(*) from marts.dq_gates group by rollup (band)
        union all
        select count(*) from marts.dim_kpis
        union all
        select count(*) from (
            select band, is_band_certain from marts.kpi_scorecard
            where is_mature and value is not null
            qualify row_number() over (partition by kpi order by week_start_date desc) = 1
        ) where band = 'intervention' group by rollup (is_band_certain)
        union all
        select count(distinct kpi) from marts.kpi_change_drivers where is_total_change_certain
    """
    for (count,) in query(warehouse, counts):
        tell(count, "count")
    amounts = """
        select revenue_at_risk from marts.kpi_interventions
        where week_start_date = (select max(week_start_date) from marts.kpi_scorecard)
        union all
        select sum(revenue_at_risk) from marts.kpi_revenue_at_risk
        union all
        select sum(high_priority_revenue_at_risk) from marts.kpi_revenue_at_risk
        union all
        select max(at_risk) from (
            select sum(revenue_at_risk) as at_risk from marts.kpi_revenue_at_risk group by owner
        )
    """
    for (amount,) in query(warehouse, amounts):
        tell(float(amount), "money")
    return known


def test_the_summary_tells_what_is_on_watch_and_who_has_most_at_risk(
    spoilt: Path, tmp_path: Path
) -> None:
    [(name,)] = query(
        spoilt,
        "select name from marts.kpi_scorecard join marts.dim_kpis using (kpi)"
        " where is_mature and value is not null"
        " qualify row_number() over (partition by kpi order by week_start_date desc) = 1"
        " and band = 'watch'",
    )
    [(owner,)] = query(
        spoilt,
        "select owner from marts.kpi_revenue_at_risk group by owner"
        " order by sum(revenue_at_risk) desc limit 1",
    )
    _, plain = summary(spoilt, tmp_path)
    assert f"On watch: {name[0].lower()}{name[1:]}.\n" in plain
    assert f" Most at risk: {owner.replace('_', ' ').capitalize()}, " in plain


def test_the_summary_is_ten_short_lines_and_the_same_for_the_same_marts(
    spoilt: Path, tmp_path: Path
) -> None:
    change(
        spoilt,
        *plant(),
        f"update kpi_change_drivers set {CERTAIN} = true",
        "update kpi_scorecard set is_band_certain = true",
        "update kpi_interventions set week_start_date ="
        " (select max(week_start_date) from kpi_scorecard)",
    )
    first = summary(spoilt, tmp_path)
    assert first == summary(spoilt, tmp_path)
    for told in first:
        assert len(told.splitlines()) == 10
        assert max(map(len, told.splitlines())) < 450


def test_the_summary_says_what_data_is_missing_doubted_or_not_judged(
    spoilt: Path, tmp_path: Path
) -> None:
    change(
        spoilt,
        "update dq_gates set band = 'watch' where gate = 'unmapped_tag_share'",
        "update dq_gates set band = 'not_judged' where gate = 'linked_order_share'",
        "update dq_raw_tables set is_present = false where raw_table = 'surveys'",
    )
    _, plain = summary(spoilt, tmp_path)
    assert (
        "Data: 45 of 47 checks are healthy, 1 on watch, 1 not judged. See unmapped_tag_share."
        " Raw tables missing: surveys.\n"
    ) in plain


def test_what_data_says_makes_no_markup_in_the_summary(spoilt: Path, tmp_path: Path) -> None:
    change(
        spoilt,
        *plant(),
        "update kpi_change_drivers set segment = '[x](http://y) <b>*z*\n# `w`'"
        f" where kpi = '{KPI}' and segment = 'email'",
    )
    markdown, plain = summary(spoilt, tmp_path)
    assert "\\[x\\](http://y) \\<b\\>\\*z\\* \\# \\`w\\` got worse" in markdown
    assert "[x](http://y) <b>*z* # `w` got worse" in plain


@pytest.mark.parametrize("kept", [True, False], ids=["definitions only", "no row at all"])
def test_a_shop_without_tickets_gets_a_summary_that_says_so(
    kept: bool, spoilt: Path, tmp_path: Path
) -> None:
    marts = "select table_name from duckdb_tables() where schema_name = 'marts'"
    empty = [name for (name,) in query(spoilt, marts) if not (kept and name == "dim_kpis")]
    change(spoilt, *(f"delete from {name}" for name in empty))
    _, plain = summary(spoilt, tmp_path)
    assert "Service scorecard: As of unknown\n" in plain
    assert "Data: No check has run.\n" in plain
    assert "Measures: None can be judged yet.\n" in plain


def test_what_is_no_mart_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="does not exist"):
        write_summary(tmp_path / "nowhere.duckdb", tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_summary_is_published_with_the_marts_it_tells_of(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "published"
    publish(sample_warehouse, sample_warehouse.parent / "target" / "manifest.json", folder)
    for name in ("summary.md", "summary.txt"):
        published = folder / name
        # a link into the build that the marts are in: all of it is swapped in at once
        assert published.is_symlink()
        assert published.resolve().parent == (folder / "marts.duckdb").resolve().parent
        write_summary(folder / "marts.duckdb", tmp_path)
        assert published.read_bytes() == (tmp_path / name).read_bytes()
