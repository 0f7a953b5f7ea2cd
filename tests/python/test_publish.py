"""Published marts: what is in them, what is refused, and what readers see while it happens.

What is in the folder beside them, and whose it is: test_publish_folder.py.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from conftest import BUILD, PROJECT, query, run_dbt
from publish.__main__ import main, publish
from publish.catalog import read_catalog
from publish.errors import CannotPublish

KILLED_AFTER = (1, 4)
PUBLISHES = 25
READERS = 3

# Publishes again and again, and is killed in each before the step that is asked for: each
# file or folder that is opened, made, renamed, linked or removed is one. Answers with the exit
# status, 0 where there are not so many steps.
KILLED = """
import os, signal, sys
from pathlib import Path
from publish.__main__ import publish
from test_publish import write_line
warehouse, manifest, folder = map(Path, sys.argv[1:])
STEPS = "open", "os.mkdir", "os.rename", "os.symlink", "os.chmod", "os.remove", "shutil.rmtree"
for line in sys.stdin:
    if (child := os.fork()) == 0:
        left = int(line)
        def count(event, arguments):
            global left
            left -= event in STEPS and str(folder) in f"{arguments[:2]}"
            if left == -1:
                left = -2
                os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(count)
        publish(warehouse, manifest, folder, write_line)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

# Opens the file as a BI tool does, again and again, until it is told to stop.
READER = """
import sys, time, duckdb
from pathlib import Path
folder, stop = Path(sys.argv[1]), Path(sys.argv[2])
reads, builds = 0, set()
print("reading", flush=True)
while not stop.exists():
    with duckdb.connect(str(folder / "marts.duckdb"), read_only=True) as connection:
        [(controls,)] = connection.execute("select max(as_of) from marts.kpi_controls").fetchall()
        [(tables,)] = connection.execute("select min(as_of) from marts.dq_raw_tables").fetchall()
    build = (folder / "current").resolve()
    files = [build / "parquet" / f"{name}.parquet" for name in ("kpi_controls", "dq_gates")]
    both = duckdb.sql(f"select distinct as_of from read_parquet({[str(f) for f in files]})")
    found = {controls, tables}, {as_of for (as_of,) in both.fetchall()}
    assert all(len(moments) == 1 for moments in found), found
    reads, builds = reads + 1, builds | found[0]
    time.sleep(0.2)
print(reads, len(builds))
"""


@dataclass(frozen=True)
class Place:
    """A warehouse that may be published, and where to."""

    warehouse: Path
    manifest: Path
    folder: Path

    def publish(self) -> None:
        """Publish with a page of one line: drawing the real one takes longer than the rest."""
        publish(self.warehouse, self.manifest, self.folder, write_line)

    def set_as_of(self, as_of: datetime) -> None:
        """Make the marts tell of another moment, as a later build would."""
        with duckdb.connect(str(self.warehouse)) as connection:
            tables = connection.execute(
                "select table_name from duckdb_columns()"
                " where schema_name = 'marts' and column_name = 'as_of'"
            )
            for (table,) in tables.fetchall():
                connection.execute(f"update marts.{table} set as_of = ?", [as_of])

    def set_state(self, state: str) -> None:
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute("update builds.last_build set state = ?", [state])

    def published_as_of(self) -> datetime:
        """The moment that every published mart tells of, in DuckDB and in Parquet."""
        [(controls, tables)] = query(
            self.folder / "marts.duckdb",
            "select (select max(as_of) from marts.kpi_controls),"
            " (select min(as_of) from marts.dq_raw_tables)",
        )
        files = str(self.folder / "parquet" / "kpi_controls.parquet")
        [(in_parquet,)] = duckdb.sql(f"select distinct as_of from '{files}'").fetchall()
        assert controls == tables == in_parquet
        return controls

    def contents(self) -> dict[str, int]:
        """Names and sizes of everything published."""
        current = (self.folder / "current").resolve()
        return {str(file): file.stat().st_size for file in sorted(current.rglob("*"))}


SMALL_MARTS = ("kpi_controls", "dq_raw_tables", "dq_gates")
SMALL_COLUMNS = ("raw_table", "read_from", "as_of")


def write_line(marts: Path, page: Path) -> None:
    """Stands in for the scorecard."""
    page.write_text(f"{len(query(marts, 'from marts.kpi_controls'))} controls\n")


@pytest.fixture
def place(sample_warehouse: Path, tmp_path: Path) -> Place:
    """A copy of the sample's warehouse, published nowhere yet."""
    warehouse = tmp_path / "warehouse.duckdb"
    shutil.copyfile(sample_warehouse, warehouse)
    manifest = tmp_path / "target" / "manifest.json"
    manifest.parent.mkdir()
    shutil.copyfile(sample_warehouse.parent / "target" / "manifest.json", manifest)
    return Place(warehouse, manifest, tmp_path / "published")


@pytest.fixture
def small_place(tmp_path: Path) -> Place:
    """A warehouse of three small marts: as many files and links, and each publish is short."""
    place = Place(tmp_path / "small.duckdb", tmp_path / "manifest.json", tmp_path / "published")
    with duckdb.connect(str(place.warehouse)) as connection:
        connection.execute(
            "create schema builds; create schema marts;"
            "create table builds.last_build as select 'passed' as state, '' as detail"
        )
        for mart in SMALL_MARTS:
            connection.execute(
                f"create table marts.{mart} as select 'tickets' || range as raw_table,"
                " '/mine' as read_from, timestamp '2026-06-22' as as_of from range(1000)"
            )
    columns = {name: {"name": name, "description": name} for name in SMALL_COLUMNS}
    models = [
        {
            "resource_type": "model",
            "schema": "marts",
            "name": mart,
            "unique_id": f"model.shop.{mart}",
            "description": "One row per raw table.",
            "columns": columns,
        }
        for mart in SMALL_MARTS
    ]
    place.manifest.write_text(json.dumps({"nodes": {node["unique_id"]: node for node in models}}))
    return place


def test_marts_are_published_whole_and_nothing_else_is(place: Place) -> None:
    place.publish()
    marts_file = place.folder / "marts.duckdb"
    tables = "select table_name from duckdb_tables()"
    names = {name for (name,) in query(place.warehouse, f"{tables} where schema_name = 'marts'")}
    assert {name for (name,) in query(marts_file, tables)} == names
    assert query(marts_file, "select view_name from duckdb_views() where not internal") == []
    assert query(marts_file, "select count(*) > 0 from marts.kpi_scorecard") == [(True,)]
    assert {file.stem for file in (place.folder / "parquet").iterdir()} == names
    for name in names:
        with duckdb.connect() as connection:
            connection.execute(f"attach '{place.warehouse}' as warehouse (read_only)")
            connection.execute(f"attach '{marts_file}' as published (read_only)")
            built = f"warehouse.marts.{name}"
            for copy in (f"published.{name}", f"'{place.folder}/parquet/{name}.parquet'"):
                for one, other in ((copy, built), (built, copy)):
                    left = connection.execute(f"from {one} except all from {other}").fetchall()
                    assert left == [], (one, other)


def test_published_file_is_of_the_oldest_storage_version(place: Place) -> None:
    place.publish()
    [(tags,)] = query(
        place.folder / "marts.duckdb",
        "select tags from duckdb_databases() where database_name = 'marts'",
    )
    assert tags["storage_version"].startswith("v1.0.0")


def test_command_publishes_the_scorecard_with_its_marts_and_says_where(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [f"--warehouse={place.warehouse}", f"--manifest={place.manifest}"]
    assert main([*arguments, f"--to={place.folder}"]) == 0
    page = place.folder / "scorecard.html"
    assert "<!doctype html>" in page.read_text(encoding="utf-8")[:100].lower()
    assert page.resolve().parent == (place.folder / "marts.duckdb").resolve().parent
    assert f"Page     {page}\n" in capsys.readouterr().out


def test_page_that_cannot_be_drawn_leaves_the_last_build(place: Place) -> None:
    place.publish()
    before = place.contents()

    def fail(marts: Path, page: Path) -> None:
        raise OSError

    with pytest.raises(OSError):
        publish(place.warehouse, place.manifest, place.folder, fail)
    assert place.contents() == before


def test_tables_and_columns_carry_their_descriptions(place: Place) -> None:
    place.publish()
    file = place.folder / "marts.duckdb"
    assert query(file, "select count(*) from duckdb_tables() where comment is null") == [(0,)]
    assert query(
        file,
        "select count(*) from duckdb_columns() where not internal and coalesce(comment, '') = ''",
    ) == [(0,)]


def test_data_package_names_every_file_with_its_columns_and_a_key_that_holds(place: Place) -> None:
    place.publish()
    package = json.loads((place.folder / "datapackage.json").read_text())
    assert {resource["name"] for resource in package["resources"]} == {
        mart.name for mart in read_catalog(place.manifest)
    }
    for resource in package["resources"]:
        file = f"'{place.folder / resource['path']}'"
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert fields == duckdb.sql(f"from {file}").columns
        key = ", ".join(resource["schema"]["primaryKey"])
        [(rows, keys)] = duckdb.sql(
            f"select count(*), count(distinct ({key})) from {file}"
        ).fetchall()
        assert rows == keys, resource["name"]


@pytest.mark.parametrize("state", ["running", "failed", "incomplete"])
def test_build_that_has_not_passed_is_refused_and_the_last_one_stays(
    place: Place, state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place.publish()
    before = place.contents()
    place.set_state(state)
    arguments = [f"--warehouse={place.warehouse}", f"--manifest={place.manifest}"]
    assert main([*arguments, f"--to={place.folder}"]) == 1
    message = capsys.readouterr().err
    assert message.startswith(f"publish: the last build of {place.warehouse} is {state}")
    assert message.count("\n") == 1
    assert place.contents() == before


def test_building_one_mart_leaves_nothing_to_publish(place: Place) -> None:
    built = run_dbt("build", "--select", "dim_owners", warehouse=place.warehouse)
    assert built.returncode == 0, built.stdout
    assert "Build incomplete: " in built.stdout
    with pytest.raises(CannotPublish, match=r"is incomplete: \d+ seeds, models"):
        place.publish()


def test_testing_leaves_the_build_as_it_was(place: Place) -> None:
    tested = run_dbt("test", "--select", "dim_owners", warehouse=place.warehouse)
    assert tested.returncode == 0, tested.stdout
    place.publish()


def test_warehouse_that_is_being_written_is_named(place: Place) -> None:
    writer = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()",
            str(place.warehouse),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        writer.stdout.readline()
        with pytest.raises(CannotPublish, match="a build is writing it"):
            place.publish()
    finally:
        writer.communicate(b"\n")
    place.publish()


def test_warehouses_and_manifests_that_do_not_fit_are_named(place: Place, tmp_path: Path) -> None:
    with pytest.raises(CannotPublish, match=r"there is no warehouse .*none\.duckdb"):
        publish(tmp_path / "none.duckdb", place.manifest, place.folder)
    with pytest.raises(CannotPublish, match=r"there is no .*none\.json"):
        publish(place.warehouse, tmp_path / "none.json", place.folder)
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("create table t (i int)")
    with pytest.raises(CannotPublish, match="does not say how it was built"):
        publish(tmp_path / "other.duckdb", place.manifest, place.folder)
    with duckdb.connect(str(place.warehouse)) as connection:
        connection.execute("alter table marts.dim_owners add column more int")
    with pytest.raises(CannotPublish, match=r"marts\.dim_owners has not the columns"):
        place.publish()
    assert not (place.folder / "current").exists()


def test_a_publish_that_is_killed_at_any_step_leaves_a_whole_build_published(
    small_place: Place,
) -> None:
    """Before the link is replaced it is the old one, from then on the new one."""
    small_place.publish()
    first = small_place.published_as_of()
    publisher = subprocess.Popen(
        [sys.executable, "-c", KILLED, *map(str, astuple(small_place))],
        env={**os.environ, "PYTHONPATH": f"{PROJECT}/scripts:{PROJECT}/tests/python"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert publisher.stdin is not None
    assert publisher.stdout is not None
    swapped = []
    for step in range(1000):
        # what the last kill left is removed
        small_place.publish()
        before, new = small_place.published_as_of(), first + timedelta(days=step + 1)
        left = (small_place.folder / "builds").iterdir()
        assert sum(any(build.iterdir()) for build in left) == 2
        small_place.set_as_of(new)
        print(step, file=publisher.stdin, flush=True)
        status = int(publisher.stdout.readline())
        assert status in (0, -signal.SIGKILL)
        after = small_place.published_as_of()
        assert after in (before, new), step
        swapped.append(after == new)
        if status == 0:
            break
    publisher.communicate()
    assert swapped == sorted(swapped)
    assert swapped.count(False) > 15, "no kill fell into a publish"
    assert swapped.count(True) > 1, "no kill fell behind the swap"


def test_builds_that_are_killed_are_not_published_and_the_next_one_is(place: Place) -> None:
    """Whatever is killed when, what was published stays."""
    place.publish()
    last, before = place.published_as_of(), place.contents()
    refused = 0
    for seconds in KILLED_AFTER:
        with pytest.raises(subprocess.TimeoutExpired):
            run_dbt(*BUILD, warehouse=place.warehouse, seconds=seconds)
        try:
            place.publish()
        except CannotPublish as error:
            assert "is running" in str(error)
            assert place.contents() == before
            refused += 1
        else:
            before = place.contents()
    assert refused, "no kill fell into a build"

    rebuilt = run_dbt(*BUILD, warehouse=place.warehouse)
    assert rebuilt.returncode == 0, rebuilt.stdout
    place.publish()
    assert place.published_as_of() == last
    assert len(list((place.folder / "builds").iterdir())) == 2


def test_readers_never_fail_and_never_see_two_builds_in_one_read(
    small_place: Place, tmp_path: Path
) -> None:
    place = small_place
    place.publish()
    first = place.published_as_of()
    stop = tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(place.folder), str(stop)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(READERS)
    ]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
    for number in range(PUBLISHES):
        place.set_as_of(first + timedelta(days=number + 1))
        place.publish()
    stop.touch()
    for reader in readers:
        output, errors = reader.communicate(timeout=60)
        assert reader.returncode == 0, errors
        reads, builds = map(int, output.split())
        assert reads > 3
        assert builds > 3, "the reader met one build only"
