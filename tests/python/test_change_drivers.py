"""What is planted into the last weeks of the sample is found first, with the right effect."""

import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import query, run_dbt

KPI = "first_response_sla"

# The weeks compared; contacts that arrived in them; and a planted tag.
WEEKS = f"select max(week_start_date) from marts.kpi_change_drivers where kpi = '{KPI}'"
IN_WEEKS = "is_contact and created_week_start_date between ({weeks}) - {first} and ({weeks})"
LATE = IN_WEEKS.format(weeks=WEEKS, first=21)
BOTH = IN_WEEKS.format(weeks=WEEKS, first=49)


def planted(sample_warehouse: Path, folder: Path, *statements: str) -> Path:
    """A copy of the sample's warehouse whose tickets were changed and drivers built again."""
    warehouse = Path(shutil.copy(sample_warehouse, folder / sample_warehouse.name))
    with duckdb.connect(str(warehouse)) as connection:
        for statement in statements:
            connection.execute(statement)
    built = run_dbt("run", "--select", "int_driver_sums+", warehouse=warehouse)
    assert built.returncode == 0, built.stdout
    return warehouse


def drivers(warehouse: Path, dimension: str) -> list[tuple]:
    """Segment, rate effect, mix effect and total change, largest contribution first."""
    return query(
        warehouse,
        "select segment, rate_effect, mix_effect, total_change from marts.kpi_change_drivers"
        f" where kpi = '{KPI}' and dimension = '{dimension}' order by driver_rank",
    )


def test_a_channel_that_gets_slower_is_the_first_driver_by_its_rate(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    """Every email of the last four weeks is answered late; all else in time, as before."""
    warehouse = planted(
        sample_warehouse,
        tmp_path,
        f"update marts.fct_tickets set response_sla = 'met' where {BOTH}",
        "update marts.fct_tickets set response_sla = 'breached'"
        f" where channel = 'email' and {LATE}",
    )
    (segment, rate, mix, change), *others = drivers(warehouse, "channel")
    share = query(
        warehouse,
        "select avg(cast(channel = 'email' as int)) from marts.fct_tickets where " + LATE,
    )[0][0]
    assert segment == "email"
    assert change == pytest.approx(-share)
    assert rate < 0.9 * change
    assert sum(effect for _, effect, _, _ in others) == 0
    assert rate + mix + sum(effect for _, _, effect, _ in others) == pytest.approx(change)


def test_a_slow_reason_whose_share_doubles_is_the_first_driver_by_its_mix(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    """Product questions are always answered late, all else in time; then they double."""
    slow = "contact_reason = 'product_question'"
    warehouse = planted(
        sample_warehouse,
        tmp_path,
        f"update marts.fct_tickets set response_sla = case when {slow} then 'breached'"
        f" else 'met' end where {BOTH}",
        "insert into marts.fct_tickets by name select * replace (ticket_id || ' again' as"
        f" ticket_id) from marts.fct_tickets where {slow} and {LATE}",
    )
    (segment, rate, mix, change), *others = drivers(warehouse, "contact_reason")
    assert segment == "product_question"
    assert change < 0
    assert rate == 0
    assert mix < 0.5 * change
    assert all(effect == 0 for _, effect, _, _ in others)
