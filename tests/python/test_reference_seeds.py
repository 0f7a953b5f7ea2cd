"""A mistake in a reference seed is told with file, row and remedy, before what follows from it."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import PROJECT, run_dbt

HOLIDAYS, BANDS, CODES = "schedule_holidays", "kpi_bands", "reason_codes"


@dataclass
class Copy:
    """A copy of the project whose seeds a test spoils."""

    folder: Path

    def spoil(self, seed: str, change: Callable[[str], str], encoding: str = "utf-8") -> None:
        """Rewrite a seed of the project, from the project's own."""
        path = Path("seeds") / "reference" / f"{seed}.csv"
        before = (PROJECT / path).read_text(encoding="utf-8")
        after = change(before)
        assert after != before or encoding != "utf-8"
        (self.folder / path).write_text(after, encoding=encoding)

    def told(self, *arguments: str) -> tuple[int, str, list[str]]:
        """Exit status and output of dbt, and what was said of seeds."""
        ran = run_dbt(
            *arguments, warehouse=self.folder.parent / "warehouse.duckdb", project=self.folder
        )
        lines = re.findall(r"\bSeed (\w+\.csv, .*)", ran.stdout)
        return ran.returncode, ran.stdout, lines


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The copy: one for all tests, so that dbt parses once."""
    folder = tmp_path_factory.mktemp("seeds") / "project"
    ignored = shutil.ignore_patterns(".git", ".venv", "target", "logs", "*.duckdb")
    shutil.copytree(PROJECT, folder, ignore=ignored)
    return Copy(folder)


@pytest.fixture
def copy(place: Copy) -> Copy:
    """The copy with the project's own seeds."""
    for path in (PROJECT / "seeds" / "reference").glob("*.csv"):
        shutil.copyfile(path, place.folder / "seeds" / "reference" / path.name)
    return place


def test_cells_that_are_not_of_their_type_stop_the_run_with_row_and_remedy(copy: Copy) -> None:
    copy.spoil(
        HOLIDAYS, lambda text: text.replace("us_support,2026-01-01", "us_support,01.01.2026")
    )
    copy.spoil(BANDS, lambda text: text.replace("higher,0.92", "higher,nan"))
    copy.spoil("channel_costs", lambda text: text.replace("email,0.20", 'email,"0,20"'))
    copy.spoil("kpi_definitions", lambda text: re.sub(r",7\n", ",7.5\n", text, count=1))
    copy.spoil(CODES, lambda text: text.replace("14,false,,", "14,no,31/12/2025,", 1))
    status, output, told = copy.told("seed", "--exclude", "path:seeds/raw")
    assert status != 0
    assert "START seed" not in output
    number = "no number: write it with a point and nothing else, such as 0.75."
    assert sorted(told) == [
        f"channel_costs.csv, email: fee_per_contact is 0,20, {number}",
        f"kpi_bands.csv, high_quality_reason_share: healthy_bound is nan, {number}",
        "kpi_definitions.csv, conversion_risk_resolved_within_sla: window_days is 7.5, "
        "no whole number: write one such as 14.",
        "reason_codes.csv, item_availability_unclear: is_catch_all is no, "
        "neither true nor false: write one of them.",
        "reason_codes.csv, item_availability_unclear: valid_from is 31/12/2025, "
        "no day: write it as 2026-01-31, year first.",
        "schedule_holidays.csv, us_support 01.01.2026: holiday_date is 01.01.2026, "
        "no day: write it as 2026-01-31, year first.",
    ]


def test_days_that_could_be_read_either_way_are_not_guessed(copy: Copy) -> None:
    """The engine would take all of them for days of another month."""
    copy.spoil(HOLIDAYS, lambda text: re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\2/05/\1", text))
    status, _, told = copy.told("seed", "--select", HOLIDAYS)
    assert status != 0
    assert told[0].endswith(
        "holiday_date is 01/05/2026, no day: write it as 2026-01-31, year first."
    )


def test_a_file_that_is_no_table_is_told_by_line(copy: Copy) -> None:
    copy.spoil(BANDS, lambda text: text.replace(",", ";"))
    copy.spoil(HOLIDAYS, lambda text: text.replace("New Year's Day", "New Year, observed", 1))
    status, _, told = copy.told("seed", "--select", BANDS, HOLIDAYS)
    assert status != 0
    assert sorted(told) == [
        "kpi_bands.csv, first line: it names no kpi, direction, healthy_bound, watch_bound. "
        "Save the file with commas, not semicolons, between the columns.",
        "schedule_holidays.csv, line 2: it has not the 3 columns of the first line: put a text "
        "that holds a comma or a quote into double quotes.",
    ]


def test_rules_between_rows_are_told_with_row_and_remedy_before_the_build_is_judged(
    copy: Copy,
) -> None:
    copy.spoil(BANDS, lambda text: text.replace("higher,0.92,0.80", "higher,0.70,0.75"))
    # keys, values and references, each by another generic test
    copy.spoil(
        "channel_costs",
        lambda text: text + "email,1,1,1\n",
    )
    copy.spoil(
        CODES,
        lambda text: text.replace(
            "product_question,pre_purchase,discovery,content_clarity_gap,conversion_risk",
            "question,pre_purchase,discovery,content_clarity_gap,high",
            1,
        ),
    )
    copy.spoil(
        "refund_reason_map", lambda text: text.replace("wrong item,wrong_item", "wrong item,")
    )
    copy.spoil("channel_map", lambda text: text + "zendesk,Pigeon,bird\n")
    copy.spoil("agent_overrides", lambda text: text + "7,night,-1,\n8,,,\n9,,5,\n9,,6,\n")
    copy.spoil("ignored_tags", lambda text: text + "VIP\n*\na*b\nspam\n")
    copy.told("seed", "--exclude", "path:seeds/raw")
    # as if the marts were there: the tests of seeds look at seeds alone
    status, output, told = copy.told(
        *("test", "--select", "path:tests/reference", "path:seeds/reference"),
        *("--indirect-selection", "cautious"),
    )
    assert status != 0
    for line in (
        "kpi_bands.csv, high_quality_reason_share: healthy 0.7 is below watch 0.75, but higher "
        "is better. Remedy: swap the bounds or the direction in seeds/reference/kpi_bands.csv.",
        "channel_costs.csv, email: channel is there more than once. Remedy: keep one of the rows.",
        "refund_reason_map.csv, wrong item: mapped_reason is empty. Remedy: fill it in, or remove "
        "the row.",
        "reason_codes.csv, commercial_impact high: is not in impact_weights. Remedy: correct the "
        "value in the seed named, or add the row it names.",
        "channel_map.csv, zendesk Pigeon: vendor_channel is not lower case or has outer blanks. "
        "Remedy: write the channel lower case without outer blanks in channel_map.csv.",
        "channel_map.csv, channel bird: is not in channel_costs. Remedy: correct the value in the "
        "seed named, or add the row it names.",
        "agent_overrides.csv, 7: hourly_cost is below 0. Remedy: complete the row in "
        "seeds/reference/agent_overrides.csv, or remove it.",
        "agent_overrides.csv, 8: says nothing of the account. Remedy: complete the row in "
        "seeds/reference/agent_overrides.csv, or remove it.",
        "agent_overrides.csv, 9: agent_id is there more than once. Remedy: keep one of the rows.",
        *(
            f"ignored_tags.csv, {tag}: {problem}. Remedy: write the tag lower case, a star at its "
            "end at most, in ignored_tags.csv."
            for tag, problem in (
                ("VIP", "is not lower case or has outer blanks"),
                ("*", "would ignore every tag"),
                ("a*b", "has a star before its end"),
            )
        ),
        "ignored_tags.csv, spam: reason_tag is there more than once. Remedy: keep one of the rows.",
    ):
        assert line in told, output
    assert any(
        line.startswith("reason_codes.csv, item_availability_unclear: contact_reason is none of ")
        for line in told
    ), output
