"""What the sample tells, and that a shop in which nothing changes tells nothing."""

from pathlib import Path

import pytest
from conftest import BUILD, PROJECT, query, run_dbt
from sample_shop import Settings, build_shop, write_csv

REDESIGN = "2026-06-15"
BEFORE_REDESIGN = "2026-06-14 00:00:00"
QUIET_SEEDS = (1, 2, 3, 4)


def controls(warehouse: Path) -> dict[str, str]:
    """Status by control."""
    return dict(query(warehouse, "select control, status from marts.kpi_controls"))


@pytest.fixture(scope="module")
def first_half(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample on the eve of the redesign; its gates would rightly fail."""
    warehouse = tmp_path_factory.mktemp("first_half") / "warehouse.duckdb"
    built = run_dbt(
        *(*BUILD, "--exclude", "tag:gate"),
        warehouse=warehouse,
        variables=f'{{as_of: "{BEFORE_REDESIGN}"}}',
    )
    assert built.returncode == 0, built.stdout
    return warehouse


def test_controls_fail_before_the_redesign_and_pass_after(
    first_half: Path, sample_warehouse: Path
) -> None:
    before, after = controls(first_half), controls(sample_warehouse)
    assert before["taxonomy_quality"] == "fail"
    assert before["revenue_priority_routing"] == "fail"
    assert set(after.values()) == {"pass"}, after


def test_nothing_after_as_of_is_known(first_half: Path) -> None:
    for mart, column in (
        ("fct_tickets", "created_at"),
        ("fct_tickets", "resolved_at"),
        ("fct_tickets", "first_human_reply_at"),
        ("fct_orders", "ordered_at"),
        ("fct_orders", "delivered_at"),
        ("fct_refunds", "completed_at"),
        ("fct_surveys", "responded_at"),
        ("fct_fixes", "shipped_at"),
    ):
        late = query(
            first_half,
            f"select count(*) from marts.{mart} where {column} > timestamp '{BEFORE_REDESIGN}'",
        )
        assert late == [(0,)], f"{mart}.{column}"
    assert query(first_half, "from intermediate.int_as_of") == query(
        first_half, f"select timestamp '{BEFORE_REDESIGN}'"
    )


def test_a_third_of_contacts_was_catch_all_before_the_redesign(sample_warehouse: Path) -> None:
    shares = query(
        sample_warehouse,
        f"""
        select avg(is_catch_all::int) from marts.fct_tickets
        where is_contact group by created_at < '{REDESIGN}' order by 1
        """,
    )
    after, before = (share for (share,) in shares)
    assert before > 0.30
    assert after < 0.10


def test_at_least_three_symptoms_fire_and_one_is_validated(sample_warehouse: Path) -> None:
    fired = query(
        sample_warehouse,
        "select symptom, bool_or(is_validated) from marts.kpi_interventions group by symptom",
    )
    assert len(fired) >= 3
    assert any(validated for _, validated in fired)


def test_hardly_anything_fires_in_a_shop_in_which_nothing_changes(tmp_path: Path) -> None:
    """False alarms per week stay at what the z limits promise.

    A rise at z = 1.96 is chance once in 40 looks at each of three measures of the whole
    shop, one at z = 3 once in 740 looks at each of a dozen regions and categories: 8 and
    2 % of the weeks. Weeks overlap, so alarms come in runs: the limits are 10 and 5 %.
    """
    weeks, shop_alarms, part_alarms = 0, 0, 0
    for seed in QUIET_SEEDS:
        write_csv(build_shop(Settings(seed=seed, scenario="quiet")), tmp_path / "raw")
        (tmp_path / str(seed)).mkdir()
        warehouse = tmp_path / str(seed) / "warehouse.duckdb"
        built = run_dbt(
            "build",
            "--exclude-resource-type",
            "test",
            "unit_test",
            "--select",
            "+kpi_interventions",
            warehouse=warehouse,
            variables=f'{{raw_location: "{tmp_path}/raw/{{name}}.csv"}}',
        )
        assert built.returncode == 0, built.stdout
        [(compared,)] = query(
            warehouse,
            "select count(distinct week_start_date) from intermediate.int_comparison_windows",
        )
        [(of_shop, of_parts)] = query(
            warehouse,
            """
            select
                count(*) filter (where entity = 'all'),
                count(*) filter (where entity <> 'all')
            from marts.kpi_interventions
            """,
        )
        weeks += compared
        shop_alarms += of_shop
        part_alarms += of_parts
    assert weeks >= 25 * len(QUIET_SEEDS)
    assert shop_alarms <= 0.10 * weeks, f"{shop_alarms} alarms in {weeks} weeks"
    assert part_alarms <= 0.05 * weeks, f"{part_alarms} alarms in {weeks} weeks"


def test_the_sample_is_what_make_sample_writes(tmp_path: Path) -> None:
    for path in write_csv(build_shop(Settings()), tmp_path):
        assert path.read_bytes() == (PROJECT / "seeds" / "raw" / path.name).read_bytes(), path.name
