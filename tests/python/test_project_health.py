"""The project keeps the rules in project_rules.py, and each rule is seen to fail."""

import csv
import json
import subprocess
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import project_rules as rules
import pytest
from conftest import PROJECT, query, run_dbt
from project_rules import RULES, Node, Project, Rule
from scorecard import page
from scorecard.marts import Definition, Marts, Row, open_marts

Plant = Callable[[Project], Any]

# With a connection of each system and loader; `make lint` looks at what they switch on.
CONNECTED = PROJECT / ".ci" / "connected" / "pyproject.toml"
# Beside what .sqlfluffignore names: a generic test is a macro, which sqlfluff cannot read.
NOT_LINTED = ("models/staging/*/base/*", "tests/generic/*")
# Those that need neither a warehouse nor the marts.
RULES_OF_CONNECTORS = (
    rules.every_model_says_what_a_row_is,
    rules.no_threshold_is_in_sql,
    rules.nothing_reads_the_clock,
    rules.models_run_on_any_engine,
    rules.every_model_has_a_group,
    rules.only_marts_are_public,
    rules.every_model_is_named_after_its_place,
    rules.every_folder_describes_its_models,
    rules.data_flows_one_way,
    rules.no_model_is_long,
)


def seed(name: str) -> list[dict[str, str]]:
    """The rows of a reference seed."""
    with (PROJECT / "seeds" / "reference" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def page_reads(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The tables that are read while the scorecard page is written."""
    reads: set[str] = set()

    class RecordedMarts(Marts):
        """Marts that keep the names of what is asked of them."""

        def rows(self, sql: str) -> list[Row]:
            reads.update(self._connection.get_table_names(sql))
            return super().rows(sql)

        def value(self, sql: str) -> Any:
            reads.update(self._connection.get_table_names(sql))
            return super().value(sql)

        def definition(self, mart: str, *columns: str) -> Definition:
            reads.add(mart)
            return super().definition(mart, *columns)

    @contextmanager
    def recorded(file: Path) -> Iterator[Marts]:
        with open_marts(file) as marts:
            yield RecordedMarts(marts._connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "open_marts", recorded)
        page.write_page(sample_warehouse, tmp_path_factory.mktemp("page") / "scorecard.html")
    return sorted(reads)


@pytest.fixture(scope="module")
def project(manifest: dict[str, Any], sample_warehouse: Path, page_reads: list[str]) -> Project:
    """The project as it is."""
    columns = defaultdict(list)
    for model, column in query(
        sample_warehouse,
        "select table_name, column_name from information_schema.columns"
        " where table_schema in ('staging', 'intermediate', 'marts')",
    ):
        columns[model].append(column)
    return Project(
        manifest=manifest,
        columns=dict(columns),
        bands=[row["kpi"] for row in seed("kpi_bands")],
        definitions=seed("kpi_definitions"),
        page_reads=page_reads,
    )


@pytest.fixture(scope="module")
def connected(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project as it is parsed for a team that has every system by every loader."""
    settings = tomllib.loads(CONNECTED.read_text(encoding="utf-8"))["tool"]["sqlfluff"]
    folder = tmp_path_factory.mktemp("connected")
    parsed = run_dbt(
        *("parse", "--no-partial-parse"),
        warehouse=folder / "warehouse.duckdb",
        variables=json.dumps(settings["templater"]["dbt"]["context"]),
        artifacts=True,
    )
    assert parsed.returncode == 0, parsed.stdout
    manifest = json.loads((folder / "target" / "manifest.json").read_text())
    return Project(manifest=manifest, columns={}, bands=[], definitions=[], page_reads=[])


@pytest.mark.parametrize("rule", RULES_OF_CONNECTORS, ids=lambda rule: rule.__name__)
def test_connectors_keep_the_rule(rule: Rule, connected: Project) -> None:
    violations = rule(connected)
    if violations:
        pytest.fail("\n".join([rule.__doc__ or "", *violations]), pytrace=False)


def test_every_connector_was_looked_at(connected: Project) -> None:
    """All models of the tree, and all columns that they are described with."""
    seen = {model["path"] for model in connected.models if model["path"].startswith("connectors/")}
    models = PROJECT / "models"
    assert seen == {
        str(file.relative_to(models)) for file in (models / "connectors").rglob("*.sql")
    }
    undescribed = [
        f"{model['name']}.{name}"
        for model in connected.models
        for name, column in model["columns"].items()
        if not column["description"].strip()
    ]
    assert undescribed == []


def test_the_linter_passes_over_no_sql(project: Project, connected: Project) -> None:
    """What is switched off is skipped in silence: each file must be on where it is linted."""
    asked = ["make", "--dry-run", "lint", "--assume-old=requirements.lock"]
    ran = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=True)
    looked_at = set()
    for line in ran.stdout.splitlines():
        if "sqlfluff lint" not in line:
            continue
        words = line.split("sqlfluff lint", 1)[1].split()
        read = connected if str(CONNECTED.relative_to(PROJECT)) in words else project
        on = {node["original_file_path"] for node in read.manifest["nodes"].values()}
        looked_at |= {file for file in on if any(is_within(file, word) for word in words)}
    written = {
        file.relative_to(PROJECT)
        for folder in ("models", "analyses", "tests")
        for file in (PROJECT / folder).rglob("*.sql")
    }
    assert len(written) > 250
    linted = {file for file in written if not any(map(file.match, NOT_LINTED))}
    assert sorted(str(file) for file in linted if str(file) not in looked_at) == []


def is_within(file: str, place: str) -> bool:
    """Whether a file is one that is named, or in a folder that is."""
    return file == place or file.startswith(f"{place}/")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_its_rule(rule: Rule, project: Project) -> None:
    violations = rule(project)
    if violations:
        pytest.fail("\n".join([rule.__doc__ or "", *violations]), pytrace=False)


def model(project: Project, name: str) -> Node:
    """A model by its name."""
    return next(node for node in project.models if node["name"] == name)


def more_sql(name: str, sql: str) -> Plant:
    """Plants SQL at the end of a model."""
    return lambda project: model(project, name).update(
        raw_code=f"{model(project, name)['raw_code']}\n{sql}\n"
    )


def changed(name: str, /, **changes: Any) -> Plant:
    """Plants other values in the manifest's entry of a model."""
    return lambda project: model(project, name).update(changes)


def changed_metric(**changes: Any) -> Plant:
    """Plants other values in the manifest's entry of the metric fcr."""
    return lambda project: project.manifest["metrics"][f"metric.{project.name}.fcr"].update(changes)


def changed_part(kind: str | None, **changes: Any) -> Plant:
    """Plants other values in the semantic model of issues, or in the first of its parts."""

    def plant(project: Project) -> None:
        part = project.manifest["semantic_models"][f"semantic_model.{project.name}.issues"]
        (part[kind][0] if kind else part).update(changes)

    return plant


def exposure(project: Project, name: str) -> Node:
    """An exposure by its name."""
    return project.manifest["exposures"][f"exposure.{project.name}.{name}"]


def changed_exposure(name: str, **changes: Any) -> Plant:
    """Plants other values in the manifest's entry of an exposure."""
    return lambda project: exposure(project, name).update(changes)


def another_exposed(name: str, read: str) -> Plant:
    """Plants a model that an exposure depends on."""
    return lambda project: exposure(project, name)["depends_on"]["nodes"].append(
        model(project, read)["unique_id"]
    )


def no_longer_exposed(name: str, read: str) -> Plant:
    """Removes a model from what an exposure depends on."""
    return lambda project: exposure(project, name)["depends_on"]["nodes"].remove(
        model(project, read)["unique_id"]
    )


def more_macro(sql: str) -> Plant:
    """Plants SQL in a macro."""

    def plant(project: Project) -> None:
        macro = project.manifest["macros"][f"macro.{project.name}.kpi_band"]
        macro["macro_sql"] += sql

    return plant


def another_read(name: str, read: str) -> Plant:
    """Plants an input of a model: the unique id of what it reads, without the project."""

    def plant(project: Project) -> None:
        kind, rest = read.split(".")
        read_id = f"{kind}.{project.name}.{rest}"
        assert read_id in project.manifest["nodes"]
        model(project, name)["depends_on"]["nodes"].append(read_id)

    return plant


def read_of_a_source(project: Project) -> None:
    """Plants a mart that reads the user's raw table."""
    project.manifest["sources"]["raw.tickets"] = {"resource_type": "source", "name": "tickets"}
    model(project, "fct_tickets")["depends_on"]["nodes"].append("raw.tickets")


def column_text(name: str, column: str, text: str) -> Plant:
    """Plants another description of a column."""
    return lambda project: model(project, name)["columns"][column].update(description=text)


def another_column(name: str, column: str) -> Plant:
    """Plants a column in the warehouse."""
    return lambda project: project.columns[name].append(column)


def without_tests(*names: str) -> Plant:
    """Removes the tests of models."""

    def plant(project: Project) -> None:
        for name in names:
            for test in project.data_tests(model(project, name)):
                del project.manifest["nodes"][test["unique_id"]]
            for unit in project.unit_tests(model(project, name)):
                del project.manifest["unit_tests"][unit["unique_id"]]

    return plant


def only_warning(name: str) -> Plant:
    """Lets all data tests of a model warn only."""

    def plant(project: Project) -> None:
        for test in project.data_tests(model(project, name)):
            test["config"]["severity"] = "warn"

    return plant


def clock_in_a_data_test(project: Project) -> None:
    """Plants the clock in a singular test."""
    test = f"test.{project.name}.queue_holds_exactly_the_unresolved_contacts"
    project.manifest["nodes"][test]["raw_code"] += " where now() > created_at"


def personal_by_its_description(project: Project) -> None:
    """Plants a column that only its description in staging tells to be personal."""
    staging = model(project, "stg_shop__customers")
    staging["columns"]["nickname"] = {"description": "Personal: what friends say."}
    project.columns["dim_customers"].append("nickname")


PLANTS: tuple[tuple[Rule, str, Plant], ...] = (
    (rules.every_model_says_what_a_row_is, "dim_owners", changed("dim_owners", description="")),
    (
        rules.every_model_says_what_a_row_is,
        "stg_shop__orders",
        changed("stg_shop__orders", description="Orders, one row per order."),
    ),
    (
        rules.every_column_is_described,
        "fct_tickets.channel",
        column_text("fct_tickets", "channel", "  "),
    ),
    (
        rules.every_column_is_described,
        "fct_tickets.linked_order_id",
        column_text("fct_tickets", "linked_order_id", "Linked order ID."),
    ),
    (
        rules.every_column_is_described,
        "int_ticket_orders.is_new",
        another_column("int_ticket_orders", "is_new"),
    ),
    (
        rules.every_column_is_described,
        "dim_channels.channel",
        lambda project: project.columns["dim_channels"].remove("channel"),
    ),
    (
        rules.every_mart_has_a_contract,
        "kpi_scorecard",
        lambda project: model(project, "kpi_scorecard")["config"]["contract"].update(
            enforced=False
        ),
    ),
    (rules.every_mart_has_a_tested_key, "fct_orders", without_tests("fct_orders")),
    (rules.every_mart_has_a_tested_key, "fct_orders", only_warning("fct_orders")),
    (rules.every_model_is_tested, "int_fix_counts", without_tests("int_fix_counts")),
    (
        rules.every_model_is_tested,
        "base_shop__customers",
        without_tests("base_shop__customers", "stg_shop__customers"),
    ),
    (
        rules.every_kpi_is_defined_and_scored,
        "mood: not in kpi_definitions",
        lambda project: project.bands.append("mood"),
    ),
    (
        rules.every_kpi_is_defined_and_scored,
        "mood: no int_scorecard_",
        lambda project: project.bands.append("mood"),
    ),
    (
        rules.every_kpi_is_defined_and_scored,
        "fcr: not in kpi_bands",
        lambda project: project.bands.remove("fcr"),
    ),
    (
        rules.every_kpi_is_defined_and_scored,
        "csat: its row",
        lambda project: next(row for row in project.definitions if row["kpi"] == "csat").update(
            business_implication=" "
        ),
    ),
    (
        rules.every_kpi_is_found_in_the_docs,
        "mood",
        lambda project: project.bands.append("mood"),
    ),
    (rules.every_metric_tells_its_unit, "fcr: without", changed_metric(description="Unit: hours")),
    (rules.every_metric_tells_its_unit, "fcr: its label", changed_metric(label="FCR")),
    (rules.every_metric_tells_its_unit, "issues, issues", changed_part(None, description="")),
    (rules.every_metric_tells_its_unit, "issues, issue:", changed_part("entities", description="")),
    (
        rules.every_metric_tells_its_unit,
        "issues, first_contact_date",
        changed_part("dimensions", description=""),
    ),
    (
        rules.every_metric_tells_its_unit,
        "issues, fcr_numerator",
        changed_part("measures", description="First contact resolutions."),
    ),
    (rules.no_threshold_is_in_sql, "0.75", more_sql("kpi_scorecard", "and value > 0.75")),
    (rules.no_threshold_is_in_sql, "-0.10", more_sql("kpi_scorecard", "and value < -0.10")),
    (rules.no_threshold_is_in_sql, "30", more_sql("kpi_scorecard", "and value >= 30")),
    (rules.no_threshold_is_in_sql, "180", more_sql("kpi_scorecard", "and 180 < value")),
    (rules.no_threshold_is_in_sql, "8", more_sql("fct_tickets", "between 8 and 10")),
    (rules.no_threshold_is_in_sql, "10", more_sql("fct_tickets", "between 0 and 10")),
    (rules.no_threshold_is_in_sql, "gives 3", more_sql("fct_tickets", "when urgent then 3")),
    (rules.no_threshold_is_in_sql, "decimal .25", more_sql("dim_owners", "cost * .25")),
    (rules.no_threshold_is_in_sql, "kpi_band", more_macro("{{ value }} >= 0.92")),
    (
        rules.nothing_reads_the_clock,
        "current_date",
        more_sql("kpi_scorecard", "where day < current_date"),
    ),
    (
        rules.nothing_reads_the_clock,
        "CURRENT_TIMESTAMP",
        more_sql("kpi_scorecard", "where day < CURRENT_TIMESTAMP"),
    ),
    (
        rules.nothing_reads_the_clock,
        "run_started_at",
        more_sql("kpi_scorecard", "'{{ run_started_at }}'"),
    ),
    (
        rules.nothing_reads_the_clock,
        "modules.datetime",
        more_macro("{{ modules.datetime.date.today() }}"),
    ),
    (rules.nothing_reads_the_clock, "queue_holds", clock_in_a_data_test),
    *(
        (rules.models_run_on_any_engine, sql, more_sql("fct_orders", sql))
        for sql in (
            "qualify",
            "::",
            "exclude (",
            "strftime()",
            "//",
            "asof",
            "unnest()",
            "quantile_cont()",
            "arg_max()",
            "string_agg()",
            "to_days()",
            "ignore nulls",
            "duckdb",
            "union all by name",
            "with recursive",
        )
    ),
    *(
        (
            rules.no_personal_column_in_marts,
            f"dim_customers.{column}",
            another_column("dim_customers", column),
        )
        for column in ("email", "customer_email", "full_name", "subject", "message_text")
    ),
    (rules.no_personal_column_in_marts, "dim_customers.nickname", personal_by_its_description),
    (
        rules.every_model_has_a_group,
        "fct_orders",
        lambda project: model(project, "fct_orders")["config"].update(group=None),
    ),
    (
        rules.only_marts_are_public,
        "fct_orders: protected",
        changed("fct_orders", access="protected"),
    ),
    (
        rules.only_marts_are_public,
        "int_live_tickets: public",
        changed("int_live_tickets", access="public"),
    ),
    (
        rules.every_exposure_says_what_it_is_for,
        "support_queue: no maturity",
        changed_exposure("support_queue", maturity=None),
    ),
    (
        rules.every_exposure_says_what_it_is_for,
        "support_queue: no description",
        changed_exposure("support_queue", description=""),
    ),
    (
        rules.every_exposure_says_what_it_is_for,
        "support_queue: no email",
        changed_exposure("support_queue", owner={"name": "Support", "email": None}),
    ),
    (
        rules.every_exposure_depends_on_what_it_reads,
        "scorecard_page: does not read fct_orders",
        another_exposed("scorecard_page", "fct_orders"),
    ),
    (
        rules.every_exposure_depends_on_what_it_reads,
        "scorecard_page: does not depend on kpi_refunds_by_week",
        no_longer_exposed("scorecard_page", "kpi_refunds_by_week"),
    ),
    (
        rules.every_exposure_depends_on_what_it_reads,
        "scorecard_page: does not depend on dim_owners",
        lambda project: project.page_reads.append("dim_owners"),
    ),
    (
        rules.every_exposure_depends_on_what_it_reads,
        "postgres_marts: does not depend on fct_orders",
        no_longer_exposed("postgres_marts", "fct_orders"),
    ),
    (
        rules.every_exposure_depends_on_what_it_reads,
        "support_queue: int_live_tickets is no mart",
        another_exposed("support_queue", "int_live_tickets"),
    ),
    (
        rules.every_model_is_named_after_its_place,
        "orders_final",
        changed("fct_orders", name="orders_final", path="marts/core/orders_final.sql"),
    ),
    (
        rules.every_model_is_named_after_its_place,
        "fct_orders",
        changed("fct_orders", path="marts/revenue/fct_orders.sql"),
    ),
    (
        rules.every_model_is_named_after_its_place,
        "stg_shop__orders",
        changed("stg_shop__orders", path="staging/helpdesk/stg_shop__orders.sql"),
    ),
    (
        rules.every_model_is_named_after_its_place,
        "int_fix_counts",
        changed("int_fix_counts", schema="marts"),
    ),
    (
        rules.every_folder_describes_its_models,
        "fct_orders",
        changed("fct_orders", patch_path="service_to_revenue://models/marts/schema.yml"),
    ),
    (rules.every_folder_describes_its_models, "fct_orders", changed("fct_orders", patch_path=None)),
    (rules.data_flows_one_way, "reads tickets", another_read("fct_tickets", "seed.tickets")),
    (rules.data_flows_one_way, "reads tickets", read_of_a_source),
    (
        rules.data_flows_one_way,
        "reads base_shop__orders",
        another_read("fct_orders", "model.base_shop__orders"),
    ),
    (
        rules.data_flows_one_way,
        "reads stg_shop__orders",
        another_read("kpi_cost_by_week", "model.stg_shop__orders"),
    ),
    (
        rules.data_flows_one_way,
        "reads int_live_tickets",
        another_read("stg_shop__orders", "model.int_live_tickets"),
    ),
    (
        rules.data_flows_one_way,
        "reads base_shop__refunds",
        another_read("stg_shop__orders", "model.base_shop__refunds"),
    ),
    (
        rules.data_flows_one_way,
        "reads kpi_cost_by_week",
        another_read("int_ticket_costs", "model.kpi_cost_by_week"),
    ),
    (
        rules.data_flows_one_way,
        "reads kpi_cost_by_week",
        another_read("kpi_wismo_by_week", "model.kpi_cost_by_week"),
    ),
    (rules.data_flows_one_way, "reads agents", another_read("int_ticket_costs", "seed.agents")),
    (
        rules.base_models_are_one_call,
        "base_shop__orders",
        more_sql("base_shop__orders", "where 1=1"),
    ),
    (rules.no_model_is_long, "dim_owners", more_sql("dim_owners", "\n" * rules.MOST_LINES)),
)


@pytest.mark.parametrize(
    ("rule", "reported", "plant"), PLANTS, ids=[f"{row[0].__name__}-{row[1]}" for row in PLANTS]
)
def test_a_planted_violation_is_reported(
    rule: Rule, reported: str, plant: Plant, project: Project
) -> None:
    planted = Project(
        manifest=json.loads(json.dumps(project.manifest)),
        columns={name: list(columns) for name, columns in project.columns.items()},
        bands=list(project.bands),
        definitions=[dict(row) for row in project.definitions],
        page_reads=list(project.page_reads),
    )
    plant(planted)
    new = set(rule(planted)) - set(rule(project))
    assert any(reported in violation for violation in new), new


def test_every_rule_has_a_planted_violation() -> None:
    assert {rule for rule, _, _ in PLANTS} == set(RULES)


@pytest.mark.parametrize("name", list(rules.MEANINGS))
def test_every_exception_is_needed(
    name: str, project: Project, connected: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = rules.MEANINGS[name]
    monkeypatch.delitem(rules.MEANINGS, name)
    reported = rules.no_threshold_is_in_sql(project) + rules.no_threshold_is_in_sql(connected)
    for number in numbers:
        assert {f"{name}: compares with {number}", f"{name}: a case gives {number}"} & set(reported)


def test_comments_break_no_rule(project: Project) -> None:
    """What comments say is no SQL: the rules do not read them."""
    planted = Project(json.loads(json.dumps(project.manifest)), {}, [], [], [])
    for text in ("-- not now(), not 0.75 // qualify", "{# current_date > 30 #}"):
        more_sql("dim_owners", text)(planted)
    for rule in (
        rules.no_threshold_is_in_sql,
        rules.nothing_reads_the_clock,
        rules.models_run_on_any_engine,
    ):
        assert rule(planted) == rule(project)
