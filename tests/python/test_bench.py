"""The benchmark: its shop is as large as asked and the same every time, its report complete."""

import json
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from bench import dbt
from bench.__main__ import main
from bench.fixed_cost import build_empty, count_nodes
from bench.measured import MIB, Run, Sample, run_measured
from bench.raw_tables import LAST_LOAD, STAMP, TABLES, make_raw_tables
from bench.report import Table
from bench.settings import PROJECT, CannotRun, Settings
from bench.spark import count_rows
from sample_shop.files import COLUMNS


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Settings:
    """A shop of 10,000 tickets, not built."""
    settings = Settings(tickets=10_000, out=tmp_path_factory.mktemp("shop"))
    assert make_raw_tables(settings)
    return settings


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory) -> Settings:
    """A benchmark of 2,000 tickets that was run."""
    settings = Settings(tickets=2000, out=tmp_path_factory.mktemp("bench"))
    arguments = ["--tickets", "2000", "--out", str(settings.out), "--no-fixed-cost"]
    assert main(arguments) == 0
    return settings


def one(settings: Settings, query: str) -> object:
    """The value of a query that names raw tables in braces."""
    paths = {table: f"'{settings.raw / table}.parquet'" for table in TABLES}
    return duckdb.execute(query.format(**paths)).fetchall()[0][0]


def test_shop_has_the_columns_of_the_contract_and_typed_times(shop):
    for table in TABLES:
        described = duckdb.execute(f"describe from '{shop.raw / table}.parquet'").fetchall()
        types = {column: kind for column, kind, *_ in described}
        assert list(types) == COLUMNS[table].split()
        times = [column for column in types if column.endswith("_at")]
        assert {types[column] for column in times} == {"TIMESTAMP"}, table


def test_shop_is_as_large_as_asked(shop):
    tickets = one(shop, "select count(distinct ticket_id) from {tickets}")
    assert tickets == 10_000
    assert one(shop, "select count(distinct order_id) from {orders}") == 3 * tickets
    assert one(shop, "select count(distinct event_id) from {ticket_events}") == pytest.approx(
        4 * tickets, rel=0.1
    )


@pytest.mark.parametrize(
    ("query", "share"),
    [
        ("select 1 - count(distinct ticket_id) / count(*) from {tickets}", 0.02),
        ("select 1 - count(distinct order_id) / count(*) from {orders}", 0.02),
        ("select 1 - count(distinct event_id) / count(*) from {ticket_events}", 0.02),
        ("select avg((merged_into_ticket_id is not null)::int) from {tickets}", 0.01),
        ("select avg((order_id is not null)::int) from {tickets}", 0.42),
        (
            "select avg((reason_tag in (select reason_tag from"
            f" '{PROJECT}/seeds/reference/reason_tag_map.csv'))::int) from {{tickets}}",
            0.96,
        ),
        ("select avg((total_amount < 0)::int) from {orders}", 0.001),
        (
            "select count(*) filter (status = 'open') / count(distinct ticket_id)"
            " from {ticket_events}",
            0.08,
        ),
        ("select count(distinct order_id) / 30000 from {refunds}", 0.05),
        ("select avg((created_at > timestamp '2025-11-01')::int) from {tickets}", 0.75),
    ],
)
def test_shop_has_its_share_of_what_shops_have(shop, query, share):
    assert one(shop, query) == pytest.approx(share, abs=0.35 * share * (1 - share))


def test_orders_of_tickets_are_those_of_their_customers_and_came_before(shop):
    odd = """
        select count(*) from {tickets} as tickets
        left join {orders} as orders using (order_id)
        where tickets.order_id is not null and (
            orders.ordered_at is null
            or orders.ordered_at > tickets.created_at
            or orders.customer_id is distinct from tickets.customer_id
        )
    """
    assert one(shop, odd) == 0


def test_nothing_happened_after_the_last_load(shop):
    for table in TABLES:
        for column in COLUMNS[table].split():
            if column.endswith("_at") and column not in ("promised_at", "due_at"):
                latest = one(shop, f"select max({column}) from {{{table}}}")
                assert isinstance(latest, datetime)
                assert latest <= LAST_LOAD, (table, column)


def test_shop_is_the_same_every_time(shop, tmp_path):
    make_raw_tables(again := Settings(tickets=10_000, out=tmp_path))
    for path in shop.raw.iterdir():
        assert (again.raw / path.name).read_bytes() == path.read_bytes(), path.name


def test_shop_is_written_again_only_when_it_would_differ(tmp_path):
    settings = Settings(tickets=1000, out=tmp_path)
    assert make_raw_tables(settings)
    assert not make_raw_tables(settings)
    (settings.raw / "orders.parquet").unlink()
    assert make_raw_tables(settings)
    stamp = json.loads((settings.raw / STAMP).read_text())
    (settings.raw / STAMP).write_text(json.dumps({**stamp, "queries_and_seeds": "others"}))
    assert make_raw_tables(settings)
    assert json.loads((settings.raw / STAMP).read_text()) == stamp


def layer_of(node: dict) -> str:
    """The folder below models/ that holds a model, or `base` within staging."""
    return "base" if "base" in node["fqn"][1:-1] else node["fqn"][1]


def test_report_has_every_model_once(benchmark):
    results = json.loads((benchmark.folder / "report.json").read_text())
    manifest = dbt.read_target(benchmark.warehouse, "manifest")
    nodes = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    expected = sorted((node["name"], layer_of(node)) for node in nodes)
    assert sorted((entry["model"], entry["layer"]) for entry in results["models"]) == expected
    lines = (benchmark.folder / "report.md").read_text().splitlines()
    for name, _ in expected:
        assert sum(line.startswith(f"| {name} ") for line in lines) == 1, name


def test_hooks_are_no_nodes(benchmark):
    results = json.loads((benchmark.folder / "report.json").read_text())
    assert sum(count_nodes(benchmark.warehouse).values()) == len(results["models"])


def test_rows_are_told_of_tables_only(benchmark):
    results = json.loads((benchmark.folder / "report.json").read_text())
    rows = {entry["model"]: entry["rows"] for entry in results["models"]}
    assert rows["stg_helpdesk__tickets"] is None
    with duckdb.connect(str(benchmark.warehouse), read_only=True) as connection:
        counted = connection.execute("select count(*) from marts.fct_tickets").fetchall()
    assert rows["fct_tickets"] == counted[0][0] > 1900


def test_shares_are_shares_of_the_whole(benchmark):
    results = json.loads((benchmark.folder / "report.json").read_text())
    for part in ("layers", "models"):
        assert sum(entry["share"] for entry in results[part]) == pytest.approx(1)
    layers = ["base", "staging", "intermediate", "marts"]
    assert [entry["layer"] for entry in results["layers"]] == layers
    assert sum(entry["models"] for entry in results["layers"]) == len(results["models"])


def test_floor_reads_every_column_that_staging_carries(benchmark):
    results = json.loads((benchmark.folder / "report.json").read_text())
    read = {entry["table"]: entry["columns"] for entry in results["raw"]}
    assert read == {table: COLUMNS[table].split() for table in TABLES}


def test_build_never_holds_less_than_its_models(benchmark):
    results = json.loads((benchmark.folder / "report.json").read_text())
    if sys.platform == "linux":
        peaks = [entry["peak_mib"] for entry in results["models"]]
        assert None not in peaks
        assert 0 < max(peaks) <= results["build"]["peak_mib"]


def test_a_benchmark_stays_in_its_folder(benchmark):
    manifest = dbt.read_target(benchmark.warehouse, "run_results")
    assert manifest["args"]["target_path"] == str(benchmark.folder / "target")
    assert manifest["args"]["log_path"] == str(benchmark.folder / "logs")
    with duckdb.connect(str(benchmark.warehouse), read_only=True) as connection:
        read = connection.execute("select read_from from marts.dq_raw_tables").fetchall()
    assert {Path(place).parent for (place,) in read} == {benchmark.raw}


def test_empty_project_has_as_many_nodes(tmp_path):
    nodes = {"table": 2, "view": 3, "seed": 1, "test": 7}
    build_empty(Settings(out=tmp_path), nodes)
    assert count_nodes(tmp_path / "empty" / "warehouse.duckdb") == nodes


def test_what_others_put_into_the_folder_is_not_removed(tmp_path):
    mine = tmp_path / "empty" / "models" / "mine.sql"
    mine.parent.mkdir(parents=True)
    mine.write_text("select 1")
    with pytest.raises(CannotRun, match="holds other files: name another folder with --out"):
        build_empty(Settings(out=tmp_path), {})
    assert mine.exists()


def test_a_command_is_measured(tmp_path):
    held = "held = bytearray(300_000_000); print(len(held)); import time; time.sleep(0.5)"
    run = run_measured([sys.executable, "-c", held], tmp_path / "log", {})
    assert (tmp_path / "log").read_text() == "300000000\n"
    assert run.status == 0
    assert 250 * MIB < run.peak < 600 * MIB
    if sys.platform == "linux":
        assert 250 * MIB < max(sample.memory for sample in run.samples) <= run.peak


BUSY = "import time\nuntil = {}\nwhile time.process_time() < until: pass"


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc here")
def test_what_a_command_leaves_running_is_measured_to_its_end(tmp_path):
    begins = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', sys.argv[1]])"
    child = "held = bytearray(200_000_000)\n" + BUSY.format(1)
    run = run_measured([sys.executable, "-c", begins, child], tmp_path / "log", {})
    assert 0.9 < run.cpu < 1.6
    waits = begins + ".wait()"
    run = run_measured([sys.executable, "-c", waits, child], tmp_path / "log", {})
    assert 0.9 < run.cpu < 1.6
    assert 200 * MIB < run.peak < 400 * MIB
    assert max(sample.memory for sample in run.samples) > 200 * MIB


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc here")
def test_a_process_that_is_just_started_does_not_hold_its_parents_memory_again(tmp_path):
    forks = """held = bytearray(200_000_000)
import os, time
if not os.fork():
    time.sleep(1)
    os._exit(0)
os.wait()"""
    run = run_measured([sys.executable, "-c", forks], tmp_path / "log", {})
    assert 190 * MIB < run.peak < 300 * MIB


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc here")
def test_what_works_beside_a_command_is_measured_meanwhile(tmp_path):
    busy, done = BUSY.format("time.process_time() + 1"), tmp_path / "done"
    helper = f"""held = bytearray(200_000_000)
{busy}
print('begun', flush=True)
input()
{busy}
open('{done}', 'w').close()
time.sleep(60)"""
    waits = f"import os, time\nwhile not os.path.exists('{done}'): time.sleep(0.05)"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    begun = [sys.executable, "-c", helper]
    with subprocess.Popen(begun, **pipes, start_new_session=True) as process:
        assert process.stdout.readline() == b"begun\n"
        process.stdin.write(b"\n")
        process.stdin.flush()
        beside = run_measured([sys.executable, "-c", waits], tmp_path / "log", {}, [process.pid])
        alone = run_measured([sys.executable, "-c", waits], tmp_path / "log", {})
        process.kill()
    assert 0.9 < beside.cpu - alone.cpu < 1.5
    assert beside.peak > 200 * MIB > alone.peak


def test_rows_of_spark_are_those_of_its_files(tmp_path):
    table = tmp_path / "bench_marts.db" / "fct_tickets"
    assert count_rows(table) == 0
    table.mkdir(parents=True)
    for number in (2, 3):
        query = f"copy (select * from range({number})) to '{table}/part-{number}.snappy.parquet'"
        duckdb.execute(query)
    (table / "_SUCCESS").touch()
    assert count_rows(table) == 5


def test_shops_of_spark_are_those_of_duckdb_and_its_files_are_not(tmp_path):
    ours, spark = (Settings(out=tmp_path, engine=engine) for engine in ("duckdb", "spark"))
    assert spark.raw == ours.raw
    assert spark.folder != ours.folder
    assert spark.memory_bytes == 6_000_000_000
    assert Settings(memory_limit="1.5GiB").memory_bytes == 3 * 2**29
    assert [Settings(tickets=tickets).partitions for tickets in (10_000, 10_000_000)] == [4, 40]
    assert Settings(shuffle_partitions=7).partitions == 7


def test_samples_are_those_of_the_time_asked_for():
    samples = [Sample(at, memory=int(100 * at)) for at in (1.0, 2.0, 3.0, 4.0)]
    run = Run(started=0.0, samples=samples)
    assert run.peak_between(1.5, 3.2) == 300
    assert run.peak_between(3.02, 3.03) == 300
    assert run.peak_between(3.5, 3.6) is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--tickets", "10"], "bench: tickets is 10: give 1000 or more"),
        (["--threads", "0"], "bench: threads is 0: give 1 or more"),
        (["--shuffle-partitions", "0"], "bench: shuffle partitions are 0: give 1 or more"),
        (["--memory-limit", "much"], "bench: memory limit is 'much': write it like 8GB"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(arguments, message, tmp_path, capsys):
    assert main([*arguments, "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == message + "\n"
    assert not any(tmp_path.iterdir())


def test_a_build_that_fails_names_the_log(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(dbt, "DBT", shutil.which("false"))
    assert main(["--tickets", "1000", "--out", str(tmp_path)]) == 2
    log = tmp_path / "1000" / "seed.log"
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == f"bench: dbt seed failed in {PROJECT}: read {log}"
    assert log.exists()


@pytest.mark.parametrize("engine", ["spark", "spark_thrift"])
def test_without_spark_the_remedy_is_named(engine, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SPARK_PYTHON", str(tmp_path / "bin" / "python"))
    assert main(["--tickets", "1000", "--out", str(tmp_path), "--engine", engine]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == f"bench: {tmp_path}/bin/dbt is not there: run `make install-spark`"


def test_a_table_is_aligned():
    table = Table("Title", "", ["model", "rows"], [["one", "1"], ["another", "-"]])
    assert table.lines() == [
        "| model   | rows |",
        "| ------- | ---: |",
        "| one     |    1 |",
        "| another |    - |",
    ]
