"""What Spark writes for the publisher becomes a publication, or is refused in a line.

Here DuckDB writes what Spark would; Spark itself does in test_spark_cluster.py.
"""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from conftest import query
from publish import spark
from publish.__main__ import publish
from publish.catalog import Mart, read_catalog
from publish.errors import CannotPublish

SMALL, LARGE = "dq_raw_tables", "fct_tickets"
TYPES = {"raw_table": "string", "read_from": "string", "as_of": "timestamp", "n": "bigint"}

# Spark's instants are marked as UTC, and its numbers of rows are INT.
ROWS = """
    select 't' || range as raw_table, 'shop.t' as read_from,
        timestamptz '2026-06-22 01:30:00+02' as as_of, cast(range as integer) as n
    from range({rows})
"""


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """Of two marts; the target's name stands before their schema."""
    columns = {
        name: {"name": name, "description": name, "data_type": kind} for name, kind in TYPES.items()
    }
    nodes = {
        f"model.shop.{mart}": {
            "resource_type": "model",
            "schema": "anna_marts",
            "config": {"schema": "marts"},
            "name": mart,
            "unique_id": f"model.shop.{mart}",
            "description": "One row per raw table.",
            "columns": columns,
        }
        for mart in (SMALL, LARGE)
    }
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({"nodes": nodes}))
    return path


def export(rows: dict[str, int], counted: dict[str, int] | None = None, state: str = "passed"):
    """What Spark does: so many rows of each mart, in two files; what it says it has counted."""

    def write(marts: list[Mart], folder: str) -> None:
        record = f"select 'i' as invocation_id, '{state}' as state, 'why' as detail"
        told = counted or rows
        counts = " union all ".join(
            f"select '{mart.name}' as name, {told[mart.name]}::bigint as rows" for mart in marts
        )
        written = {spark.RECORD: record, spark.ROWS: counts}
        written |= {mart.name: ROWS.format(rows=rows[mart.name]) for mart in marts}
        for name, select in written.items():
            place = Path(folder, name)
            if rows.get(name) != 0:
                place.mkdir()
                (place / "_SUCCESS").touch()
                duckdb.sql(f"copy ({select}) to '{place}/part-0.parquet'")

    return write


def publish_from(
    place: Path, manifest: Path, write: Callable, most_rows: int = 100
) -> tuple[Path, list[str]]:
    """Publish what is exported; the folder, and the marts that are in Parquet only."""
    marts = read_catalog(manifest)
    with spark.collected(marts, write, place / "shared") as warehouse:
        done = publish(warehouse, manifest, place / "published", write_page, most_rows)
    assert list((place / "shared").iterdir()) == []
    return place / "published", done.large


def write_page(marts: Path, page: Path) -> None:
    """A page that reads every mart."""
    rows = [query(marts, f"select count(*) from {mart}")[0][0] for mart in (SMALL, LARGE)]
    page.write_text(json.dumps(rows))


def test_marts_of_spark_are_published_with_the_types_of_their_contract(
    tmp_path: Path, manifest: Path
) -> None:
    folder, large = publish_from(tmp_path, manifest, export({SMALL: 3, LARGE: 5}))
    assert large == []
    for source in (f"marts.{LARGE}", f"'{folder}/parquet/{LARGE}.parquet'"):
        told = query(folder / "marts.duckdb", f"describe from {source}")
        assert [kind for _, kind, *_ in told] == ["VARCHAR", "VARCHAR", "TIMESTAMP", "BIGINT"]
        moment = query(folder / "marts.duckdb", f"select distinct as_of::varchar from {source}")
        assert moment == [("2026-06-21 23:30:00",)]


def test_times_are_those_of_utc_whatever_the_zone_of_the_machine(
    tmp_path: Path, manifest: Path
) -> None:
    marts, write = read_catalog(manifest), export({SMALL: 3, LARGE: 5})
    with spark.collected(marts, write, tmp_path) as warehouse, duckdb.connect() as elsewhere:
        elsewhere.execute("set TimeZone = 'America/New_York'")
        elsewhere.execute(f"attach '{warehouse}' as collected (read_only)")
        moment = elsewhere.execute(f"select max(as_of)::varchar from collected.marts.{LARGE}")
        assert moment.fetchall() == [("2026-06-21 23:30:00",)]


def test_a_mart_that_is_too_large_is_parquet_only_and_the_page_has_it(
    tmp_path: Path, manifest: Path
) -> None:
    folder, large = publish_from(tmp_path, manifest, export({SMALL: 3, LARGE: 101}))
    assert large == [LARGE]
    names = query(folder / "marts.duckdb", "select table_name from information_schema.tables")
    assert names == [(SMALL,)]
    assert json.loads((folder / "scorecard.html").read_text()) == [3, 101]
    counted = query(
        folder / "marts.duckdb", f"select count(*) from '{folder}/parquet/{LARGE}.parquet'"
    )
    assert counted == [(101,)]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (export({SMALL: 3, LARGE: 0}), "no file of it is in"),
        (export({SMALL: 3, LARGE: 4}, {SMALL: 3, LARGE: 9}), "4 of the 9 rows of fct_tickets"),
        (export({SMALL: 3, LARGE: 4}, state="failed"), "is failed: why"),
    ],
    ids=["no file", "files of one machine", "a build that failed"],
)
def test_what_is_not_whole_or_has_not_passed_is_refused(
    tmp_path: Path, manifest: Path, written: Callable, told: str
) -> None:
    with pytest.raises(CannotPublish, match=told):
        publish_from(tmp_path, manifest, written)
    assert not (tmp_path / "published").exists()
    assert list((tmp_path / "shared").iterdir()) == []
