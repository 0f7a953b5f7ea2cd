"""make unmapped: the tags of a warehouse as rows of the map."""

import csv
import shutil
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, query, run_dbt
from unmapped.__main__ import main
from unmapped.tags import Tag, gaps, spelled_alike

# What must come through CSV, seed and map as it is.
AWKWARD = (
    *("a, b", 'say "hi"', "two\nlines", "=1+1", "+49", "-x", "@home", "it's", "größe", "#1"),
    "where_is_my-order",
    *("order related / delayed, and much longer than twenty characters", "0012", "1.0", "true"),
)


@pytest.fixture
def warehouse(sample_warehouse: Path, tmp_path: Path) -> Path:
    """The sample's warehouse with awkward tags, the last of them the most frequent."""
    copy = Path(shutil.copy(sample_warehouse, tmp_path / "warehouse.duckdb"))
    with duckdb.connect(str(copy)) as connection:
        connection.execute("delete from marts.dq_unmapped_reason_tags")
        for count, tag in enumerate(AWKWARD, start=1):
            connection.execute(
                "insert into marts.dq_unmapped_reason_tags (reason_tag, tickets, contacts,"
                " first_seen_at, last_seen_at, is_chosen_tag)"
                " values (?, ?, ?, '2026-01-01', '2026-02-01', true)",
                [tag, count, count],
            )
        connection.execute(
            "update marts.dq_unmapped_reason_tags set suggested_reason_code = 'delivery_late',"
            " suggestion_score = 0.75 where reason_tag = 'a, b'"
        )
    return copy


def run(warehouse: Path, to: Path | str) -> int:
    return main(["--warehouse", str(warehouse), "--to", str(to)])


def test_what_is_written_can_be_appended_and_maps_every_tag_as_it_is(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "tags.csv"
    assert run(warehouse, target) == 0
    assert f"{len(AWKWARD)} tags of " in capsys.readouterr().out
    with target.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    seed = PROJECT / "seeds" / "reference" / "reason_tag_map.csv"
    assert ",".join(header) == seed.read_text(encoding="utf-8").splitlines()[0]
    assert [tag for tag, *_ in rows] == list(reversed(AWKWARD))
    codes = {tag: code for tag, code, *_ in rows if code}
    assert codes == {"a, b": "delivery_late", "where_is_my-order": "order_status_request"}
    assert rows[-1] == ["a, b", "delivery_late", "", ""]

    ignored = shutil.ignore_patterns(".git", ".venv", "target", "logs", "*.duckdb")
    copy = tmp_path / "project"
    shutil.copytree(PROJECT, copy, ignore=ignored)
    appended = target.read_text(encoding="utf-8").split("\n", 1)[1]
    with (copy / "seeds" / "reference" / "reason_tag_map.csv").open("a", encoding="utf-8") as file:
        file.write(appended)
    seeded = run_dbt("seed", "--select", "reason_tag_map", warehouse=warehouse, project=copy)
    assert seeded.returncode == 0, seeded.stdout
    mapped = {tag for (tag,) in query(warehouse, "select reason_tag from reference.reason_tag_map")}
    assert set(AWKWARD) <= mapped


def test_counts_and_scores_stand_beside_it_the_most_frequent_first(
    warehouse: Path, tmp_path: Path
) -> None:
    assert run(warehouse, tmp_path / "tags.csv") == 0
    with (tmp_path / "tags_evidence.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["contacts"]) for row in rows] == list(range(len(AWKWARD), 0, -1))
    assert (rows[-1]["suggested_reason_code"], rows[-1]["suggestion_score"]) == (
        "delivery_late",
        "0.75",
    )


def test_a_tag_in_the_words_of_a_mapped_one_gets_its_code() -> None:
    """Not where mapped tags of the same words have several codes, nor one that is mapped."""
    codes = {"where is my order": "wismo", "late-delivery": "late", "size": "chart"}
    codes |= {"to return": "how", "to-return": "label", "broken": "gone"}
    seen = datetime(2026, 1, 1)
    tags = [
        Tag(tag, 1, 1, None, seen, seen, "guess", 0.7, ((None, None),))
        for tag in ("where_is__my-order", "late delivery", "size_", "to_return", "sizes", "broken")
    ]
    assert [
        (tag.suggested_reason_code, tag.suggestion_score) for tag in spelled_alike(tags, codes)
    ] == [
        *(("wismo", 1.0), ("late", 1.0), ("chart", 1.0)),
        *[("guess", 0.7)] * 3,
    ]


@pytest.mark.parametrize("taken", ["tags.csv", "tags_evidence.csv"])
def test_no_file_of_a_user_is_overwritten(
    taken: str, warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / taken).write_text("my own", encoding="utf-8")
    assert run(warehouse, tmp_path / "tags.csv") == 2
    assert (tmp_path / taken).read_text(encoding="utf-8") == "my own"
    err = capsys.readouterr().err
    assert err == (
        f"unmapped: {tmp_path / taken} is there already: move it away, or name another file\n"
    )
    assert {path.name for path in tmp_path.glob("tags*")} == {taken}


def test_the_console_gets_the_rows_alone(
    warehouse: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(warehouse, "-") == 0
    out = capsys.readouterr().out
    assert out.startswith("reason_tag,reason_code,valid_from,valid_to\ntrue,,,\n")


def test_a_warehouse_that_is_missing_or_being_written_ends_with_one_line(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "none.duckdb", tmp_path / "tags.csv") == 2
    assert capsys.readouterr().err.endswith("none.duckdb does not exist: run `make build` first\n")
    with duckdb.connect(str(warehouse)):
        assert run(warehouse, tmp_path / "tags.csv") == 2
    assert "a build is writing it; wait for that to end" in capsys.readouterr().err
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    assert run(tmp_path / "empty.duckdb", tmp_path / "tags.csv") == 2
    assert "holds no build of this version: run `make build`" in capsys.readouterr().err
    assert not (tmp_path / "tags.csv").exists()


@pytest.mark.parametrize(
    ("covered", "free"),
    [
        pytest.param([], [(None, None)], id="not in the map"),
        pytest.param(
            [(datetime(2026, 6, 15), datetime(9999, 1, 1))],
            [(None, date(2026, 6, 15))],
            id="mapped later",
        ),
        pytest.param(
            [(datetime(1900, 1, 1), datetime(2026, 1, 10))],
            [(date(2026, 1, 10), None)],
            id="mapped until then",
        ),
        pytest.param(
            [
                (datetime(1900, 1, 1), datetime(2026, 1, 5)),
                (datetime(2026, 1, 10), datetime(2026, 1, 20)),
                (datetime(2026, 3, 1), datetime(9999, 1, 1)),
            ],
            [(date(2026, 1, 5), date(2026, 1, 10)), (date(2026, 1, 20), date(2026, 3, 1))],
            id="two gaps",
        ),
        pytest.param(
            [(datetime(1900, 1, 1), datetime(9999, 1, 1))], [], id="with a code of no list"
        ),
        pytest.param(
            [(datetime(2026, 2, 2), datetime(2026, 3, 1))],
            [(None, date(2026, 2, 2))],
            id="not seen after",
        ),
    ],
)
def test_only_periods_without_a_mapping_are_written(
    covered: list[tuple[datetime, datetime]], free: list[tuple[date | None, date | None]]
) -> None:
    seen = datetime(2026, 1, 7), datetime(2026, 2, 1)
    assert list(gaps(*seen, covered)) == free
