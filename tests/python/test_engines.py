"""The comparison of two engines finds what is planted, and nothing in what is the same."""

from pathlib import Path

import duckdb
import pytest
from engines import compare

ROWS = """
    select
        range as number, 'text ' || range % 3 as text, range / 7.0 as share,
        cast(range / 4 as decimal(18, 6)) as amount, range % 2 = 0 as is_even,
        timestamp '2026-03-29 00:30:00' + to_hours(cast(range as integer)) as happened_at,
        date '2026-03-29' as day
    from range(40)
    union all select 39, 'text 0', 39 / 7.0, 9.75, false, null, null
"""

PLANTED = {
    "a cell": ("update theirs set text = 'text' where number = 4", "1 rows only on DuckDB"),
    "an empty text for nothing": (
        "update theirs set happened_at = '2026-01-01' where day is null",
        "only on Spark",
    ),
    "a row twice": ("insert into theirs from theirs where number = 7", "1 rows only on Spark"),
    "a row less": ("delete from theirs where number = 7", "1 rows only on DuckDB"),
    "a cent": (
        "update theirs set amount = amount + 0.000001 where number = 9",
        "1 rows only on DuckDB",
    ),
    "a double": (
        "update theirs set share = share + 0.00000001 where number = 0",
        "1 cells of share",
    ),
    "no double": ("update theirs set share = null where number = 3", "1 cells of share"),
    "a whole number for a double": ("alter table theirs alter share type bigint", "types: share"),
    "a column": ("alter table theirs drop day", "columns ['day']"),
}


def differing(place: Path, change: str) -> tuple[list[str], int]:
    """What is found when one side is changed by a statement, and the number of cells."""
    warehouse, exported = place / "warehouse.duckdb", place / "exported"
    (exported / "one").mkdir(parents=True)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(f"create table one as {ROWS}")
        connection.execute("set TimeZone = 'UTC'; create temp table theirs as from one")
        connection.execute(change)
        # as Spark writes it: instants, the decimals of another width, rows in another order
        instants = "cast(happened_at as timestamptz) as happened_at"
        connection.execute(
            f"copy (select * replace ({instants}, cast(amount as decimal(38, 9)) as amount)"
            f" from theirs order by random()) to '{exported}/one/part-0.parquet'"
        )
    found = compare(warehouse, exported, {"one": "main.one"})
    return found.differing, found.cells


def test_the_same_rows_in_another_order_and_of_other_widths_do_not_differ(tmp_path: Path) -> None:
    assert differing(tmp_path, "update theirs set share = share * (1 + 1e-15)") == ([], 41 * 7)


@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_is_found(tmp_path: Path, what: str) -> None:
    change, told = PLANTED[what]
    [line], _ = differing(tmp_path, change)
    assert told in line
