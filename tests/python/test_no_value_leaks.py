"""No value of a raw row is in a message, a log or an artefact that a build leaves."""

import csv
from pathlib import Path

import duckdb
import pytest
from conftest import BUILD, PROJECT, query, run_dbt

CANARY = "canary-7431@example.com"
PERSONAL = {"tickets": ["subject"], "customers": ["email", "full_name"]}
# Cells that are judged, and each told with its fault.
SPOILED = {
    "tickets": ["created_at", "cart_value", "status", "merged_into_ticket_id"],
    "orders": ["total_amount", "ordered_at"],
    "refunds": ["status", "amount", "order_id"],
    "surveys": ["score"],
    "agents": ["hourly_cost"],
    "fixes": ["reason_code", "due_at"],
}

ARTEFACTS = {"run_results.json", "manifest.json", "dbt.log"}


def export(folder: Path, *, is_spoiled: bool) -> None:
    """Write the sample's tables with the canary in personal columns.

    Args:
        folder: where to.
        is_spoiled: whether every third row holds it in one of the judged columns, too.
    """
    for source in sorted((PROJECT / "seeds" / "raw").glob("*.csv")):
        with source.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for number, row in enumerate(rows):
            for column in PERSONAL.get(source.stem, []):
                row[column] = f"{CANARY} {number}"
            if is_spoiled and number % 3 == 0:
                columns = SPOILED.get(source.stem, [])
                for column in columns[number // 3 % len(columns) :][:1] if columns else []:
                    row[column] = CANARY
        with (folder / source.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)


def held(warehouse: Path, where: str, secrets: list[str]) -> dict[tuple[str, str], list[int]]:
    """In how many rows each table and view of a warehouse holds secrets.

    Args:
        warehouse: path of the DuckDB file.
        where: a condition on table_schema.
        secrets: texts that are looked for in whole rows.

    Returns:
        By schema and name, the number of rows with each of the secrets.
    """
    counts = ", ".join(
        f"count(*) filter (where contains(cast(held as varchar), '{secret}'))" for secret in secrets
    )
    names = f"select table_schema, table_name from information_schema.tables where {where}"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {
            (schema, table): list(
                connection.execute(f'select {counts} from "{schema}"."{table}" as held').fetchone()
            )
            for schema, table in connection.execute(names).fetchall()
        }


@pytest.mark.parametrize("is_spoiled", [False, True], ids=["passing", "failing"])
def test_a_build_leaves_no_value_of_a_row_outside_the_warehouse(
    tmp_path: Path, is_spoiled: bool
) -> None:
    export(tmp_path, is_spoiled=is_spoiled)
    warehouse = tmp_path / "warehouse.duckdb"
    built = run_dbt(
        *BUILD,
        warehouse=warehouse,
        variables=f'{{raw_location: "{tmp_path}/{{name}}.csv"}}',
        log=True,
        artifacts=True,
    )
    assert (built.returncode != 0) == is_spoiled, built.stdout
    [(rejected,)] = query(warehouse, "select count(*) from marts.dq_rejected_rows")
    assert (rejected > 500) == is_spoiled
    assert CANARY not in built.stdout + built.stderr
    left = [*(tmp_path / "target").rglob("*"), *(tmp_path / "logs").rglob("*")]
    assert {path.name for path in left} >= ARTEFACTS
    for path in left:
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path
    found = held(warehouse, "table_schema not in ('staging', 'intermediate')", [CANARY])
    assert [relation for relation, (rows,) in found.items() if rows] == []
