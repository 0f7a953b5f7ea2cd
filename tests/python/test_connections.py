"""The var connections: what cannot be meant or read stops the run before anything is built."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from conftest import PROJECT, query, run_dbt

Check = Callable[..., list[str]]

MOMENT = "timestamp '2026-03-01 09:00:00'"
# The least that Zendesk by Fivetran may hold.
TABLES = {
    "ticket": f"select 1 as id, 'open' as status, {MOMENT} as created_at,"
    f" {MOMENT} as _fivetran_synced",
    "ticket_comment": f"select 1 as id, 1 as ticket_id, 2 as user_id, true as public,"
    f" {MOMENT} as created,"
    f" {MOMENT} as _fivetran_synced",
    "user": "select 2 as id, 'end-user' as role",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder, where files of tables are written."""
    return tmp_path_factory.mktemp("connections")


@pytest.fixture
def files(place: Path, request: pytest.FixtureRequest) -> Path:
    """Files of the least tables, in a folder of their own."""
    folder = place / re.sub(r"\W", "_", request.node.name)
    write(folder, TABLES)
    return folder


def write(folder: Path, tables: dict[str, str], form: str = "parquet") -> None:
    """Write tables, given as selects, as files of a form."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for table, sql in tables.items():
            connection.execute(f"copy ({sql}) to '{folder / table}.{form}' (format {form})")


@pytest.fixture
def check(place: Path) -> Check:
    """Runs dbt with connections as far as its checks: what it complains of, line by line."""

    def check(*connections: Any, given: Any = None) -> list[str]:
        ran = run_dbt(
            *("seed", "--select", "ignored_tags"),
            warehouse=place / "warehouse.duckdb",
            variables=json.dumps({"connections": given or list(connections)}),
        )
        assert ("START seed" in ran.stdout) == (ran.returncode == 0), ran.stdout
        [complaint] = re.findall(r"raw input: (.*)", ran.stdout) or [""]
        return complaint.split("; ") if complaint else []

    return check


def zendesk(folder: Path, **options: Any) -> dict[str, Any]:
    """A connection to files, with options."""
    location = str(folder / "{table}.parquet")
    given = {"name": "desk", "system": "zendesk", "loader": "fivetran", "location": location}
    return {key: value for key, value in {**given, **options}.items() if value is not None}


def test_a_connection_that_cannot_be_meant_is_told_with_its_name_and_remedy(
    files: Path, check: Check
) -> None:
    told = check(
        zendesk(files, name="a", system="zendesc"),
        zendesk(files, name="b", loader="stitch"),
        zendesk(files, name="c", reason_feild="x"),
        zendesk(files, name="d", schema="zendesk"),
        zendesk(files, name="e", location=None),
        zendesk(files, name="f", location="/data/zendesk.parquet"),
        zendesk(files, name="f"),
        zendesk(files, name="g", link_emails="no", order_field={"x": 1}, id_prefix=7),
        zendesk(files, name="h", test_tags=["x"]),
        zendesk(files, name=None),
        zendesk(files, name="i", location=None, database="lake"),
        "zendesk",
    )
    place = "Name schema (tables) or location (files)"
    assert told == [
        "connection a: there is no system zendesc (zendesk?). Write one of zendesk, gorgias,"
        " shopify",
        "connection b: there is no loader stitch. Write one of fivetran, airbyte",
        "connection c: there is no option reason_feild (reason_field?). Write one of name, system,"
        " loader, schema, database, location, id_prefix, reason_field, order_field, time_field,"
        " reason_tag_prefix, link_emails",
        f"connection d has a schema and a location. {place}",
        f"connection e has neither schema nor location. {place}",
        'connection f: location "/data/zendesk.parquet" holds no {table}, the place of the table'
        " name. Write it as in /data/zendesk/{table}.parquet",
        "connection f: another connection has this name. Give each a name of its own",
        "connection g: id_prefix is no text. Write it in quotes",
        "connection g: order_field is neither a text nor a list of texts. Write one",
        "connection g: link_emails is neither true nor false. Write one",
        "connection h: there is no option test_tags. Write one of name, system, loader, schema,"
        " database, location, id_prefix, reason_field, order_field, time_field,"
        " reason_tag_prefix, link_emails",
        "connection 10 has no name: give it one of its own, a text",
        f"connection i has neither schema nor location. {place}",
        "connections: entry 12 is no mapping:"
        " write [{name: zendesk, system: zendesk, loader: fivetran, schema: zendesk}]",
    ]


def test_connections_that_are_no_list_are_told(check: Check) -> None:
    for given in ({"name": "zendesk"}, 3):
        [told] = check(given=given)
        assert told.startswith("connections is no list: write [{name: zendesk,")


def test_what_is_required_and_missing_is_told_with_connection_table_column_and_place(
    files: Path, place: Path, check: Check
) -> None:
    """Of tables and schemas that are not there, columns of other types, broken lines of CSV."""
    write(files / "csv", TABLES, form="csv")
    with (files / "csv" / "user.csv").open("a", encoding="utf-8") as file:
        file.write("3,agent,too many\n")
    (files / "user.parquet").unlink()
    write(files, {"ticket": "select 1 as id, [1] as status"})
    nowhere = {"name": "lake", "system": "zendesk", "loader": "airbyte", "schema": "nowhere"}
    told = check(
        zendesk(files), nowhere, zendesk(files, name="csv", location=f"{files}/csv/{{table}}.csv")
    )
    assert told == [
        f"connection desk: column ticket.status is of type integer[] in {files}/ticket.parquet."
        " Give one text in each row: of a list, its first element or its elements joined",
        f"connection desk: column ticket.created_at is missing (looked in {files}/ticket.parquet)."
        " Let fivetran load it",
        "connection desk: column ticket._fivetran_synced is missing (looked in"
        f" {files}/ticket.parquet). Let fivetran load it",
        f"connection desk: table user is missing (looked for {files}/user.parquet). Let fivetran"
        " load it, or change location",
        "connection lake: none of its tables is there (looked for nowhere.{table} in"
        f" {place}/warehouse.duckdb). Change schema, database or WAREHOUSE_PATH, or let airbyte"
        " load them",
        f"{files}/csv/user.csv, line 3: 3 fields where the first line names 2. Quote texts that"
        " hold the delimiter, a quote or a line break",
    ]


def test_the_least_tables_are_enough_and_what_they_cannot_know_is_told(
    files: Path, place: Path
) -> None:
    """So is an option that names a column which is not there: it may come with data.

    And that two connections without a prefix may have the same ids.
    """
    ran = run_dbt(
        *("seed", "--select", "ignored_tags"),
        warehouse=place / "warehouse.duckdb",
        variables=json.dumps(
            {
                "connections": [
                    zendesk(files, reason_field=["role", "custom_x"]),
                    zendesk(files, name="night"),
                ]
            }
        ),
    )
    assert ran.returncode == 0, ran.stdout
    told = re.findall(r"connection desk: (.*)", ran.stdout)
    assert told == [
        *(
            f"reason_field names {name}, which is not in ticket (looked in {files}/ticket.parquet):"
            " it is read as empty"
            for name in ("role", "custom_x")
        ),
        "who wrote is not known: tickets have no customer, so that repeats are not seen and every"
        " issue looks settled by its first contact (no column ticket.requester_id)",
        "reopens cannot be seen: no status history (no table ticket_field_history)",
        "CSAT cannot be seen: no history of satisfaction scores (no table ticket_field_history)",
        "reasons are those of reason_field alone: no tags (no table ticket_tag)",
    ]
    assert re.findall(r"connections (desk, night .*)", ran.stdout) == [
        "desk, night have the same id_prefix: two rows with the same id would be taken for"
        " versions of one. Give all but one an id_prefix",
    ]


@pytest.fixture(scope="module")
def shapes(place: Path) -> Iterator[Path]:
    """One connection of each way in: files of three forms, and a schema.

    CSV begins with a byte order mark; ids are floats in the schema and text in CSV.
    """
    folder = place / "shapes"
    marked = {**TABLES, "ticket": f"{TABLES['ticket']}, '  Hello' as subject"}
    folder.mkdir()
    write(folder / "parquet", marked)
    write(folder / "csv", marked, form="csv")
    for file in (folder / "csv").iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    write(folder / "json", marked, form="json")
    warehouse = folder / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema desk")
        for table, sql in marked.items():
            floats = sql.replace("select 1 as id", "select 1.0::double as id")
            connection.execute(f'create table desk."{table}" as {floats}')
    common = {"system": "zendesk", "loader": "fivetran"}
    ways = {
        **{
            form: {"location": str(folder / form / "{table}.*")}
            for form in ("parquet", "csv", "json")
        },
        "schema": {"schema": "desk"},
    }
    connections = [
        {"name": name, "id_prefix": f"{name}-", **common, **way} for name, way in ways.items()
    ]
    ran = run_dbt(
        *("build", "--select", "+stg_helpdesk__ticket_events", "stg_helpdesk__tickets"),
        *("--exclude-resource-type", "test", "unit_test"),
        warehouse=warehouse,
        variables=json.dumps({"connections": connections}),
        environment={"TZ": "America/New_York"},
    )
    assert ran.returncode == 0, ran.stdout
    yield warehouse


def test_every_way_in_gives_the_same_rows(shapes: Path) -> None:
    rows = query(
        shapes,
        "select ticket_id, trim(subject), cast(created_at as varchar), loaded_at = created_at"
        " from staging.stg_helpdesk__tickets order by ticket_id",
    )
    assert rows == [
        (f"{way}-1", "Hello", "2026-03-01 09:00:00", True)
        for way in ("csv", "json", "parquet", "schema")
    ]
    assert query(shapes, "select count(*) from staging.stg_helpdesk__ticket_events") == [(4,)]


@pytest.fixture(scope="module")
def with_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with a profile that attaches a database beside the warehouse, only read."""
    folder = tmp_path_factory.mktemp("with_lake")
    lake = folder / "lake.duckdb"
    with duckdb.connect(str(lake)) as connection:
        connection.execute("create schema desk")
        for table, sql in TABLES.items():
            connection.execute(f'create table desk."{table}" as {sql}')
    project = folder / "project"
    project.mkdir()
    for name in ("dbt_project.yml", "macros", "models", "seeds", "tests", "analyses"):
        (project / name).symlink_to(PROJECT / name)
    profiles = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
    output = profiles["service_to_revenue"]["outputs"]["dev"]
    output["attach"] = [{"path": str(lake), "alias": "lake", "read_only": True}]
    (project / "profiles.yml").write_text(yaml.safe_dump(profiles), encoding="utf-8")
    return project


def test_tables_of_an_attached_database_are_read_and_a_wrong_one_is_told(
    with_lake: Path, tmp_path: Path
) -> None:
    def run(database: str) -> Any:
        desk = {"name": "desk", "system": "zendesk", "loader": "fivetran", "schema": "desk"}
        return run_dbt(
            *("build", "--select", "+stg_helpdesk__tickets", "+dq_connector_rows"),
            *("--exclude-resource-type", "test", "unit_test"),
            warehouse=tmp_path / "warehouse.duckdb",
            variables=json.dumps({"connections": [{**desk, "database": database}]}),
            project=with_lake,
        )

    built = run("lake")
    assert built.returncode == 0, built.stdout
    warehouse = tmp_path / "warehouse.duckdb"
    tickets = "select ticket_id, status from staging.base_helpdesk__tickets"
    assert query(warehouse, tickets) == [("1", "open")]
    users = "from marts.dq_connector_rows select read_from, rows_read where vendor_table = 'user'"
    assert query(warehouse, f"{users} limit 1") == [("lake.desk.user", 1)]
    told = run("lakes")
    assert told.returncode != 0
    assert (
        "connection desk: none of its tables is there (looked for lakes.desk.{table})."
        " Change schema or database, or let fivetran load them (a database is one that"
        " profiles.yml attaches)"
    ) in told.stdout
