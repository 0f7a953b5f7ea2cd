"""Reference seeds in a warehouse that an older project has built."""

from pathlib import Path

import duckdb
from conftest import query, run_dbt


def test_seed_with_more_columns_replaces_the_table_of_an_older_build(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema reference")
        connection.execute(
            "create table reference.sla_targets as select 'fax' as channel,"
            " 'low_impact' as commercial_impact, 1.0 as first_response_minutes,"
            " 2.0 as resolution_minutes, 'calendar' as clock"
        )
    seeded = run_dbt("seed", "--select", "sla_targets", warehouse=warehouse)
    assert seeded.returncode == 0, seeded.stdout
    [counts] = query(
        warehouse,
        "select count(*) filter (where channel = 'fax'), count(*) filter (where valid_to is null)"
        " from reference.sla_targets",
    )
    assert counts[0] == 0
    assert counts[1] > 0
