"""The published folder: what is not ours stays, what is ours is whole, read-only and removed."""

import errno
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, query
from publish import __main__ as command
from publish.__main__ import main, publish
from publish.errors import CannotPublish

OWN, SAMPLE = "/export/tickets.csv", "seeds/raw/tickets.csv"
COLUMNS = ("raw_table", "read_from", "as_of")
NOBODY = 65534


def draw(marts: Path, page: Path) -> None:
    """Stands in for the scorecard."""
    page.write_text("a page")


@dataclass(frozen=True)
class Shop:
    """Two warehouses of one mart, of a team's own data and of the sample, and where to publish."""

    place: Path

    @property
    def folder(self) -> Path:
        return self.place / "published"

    @property
    def manifest(self) -> Path:
        return self.place / "manifest.json"

    @property
    def builds(self) -> list[Path]:
        return sorted((self.folder / "builds").iterdir())

    def warehouse(self, read_from: str) -> Path:
        return self.place / f"{'own' if read_from == OWN else 'sample'}.duckdb"

    def make(self) -> None:
        for read_from in (OWN, SAMPLE):
            with duckdb.connect(str(self.warehouse(read_from))) as connection:
                connection.execute(
                    "create schema builds; create schema marts;"
                    "create table builds.last_build as select 'passed' as state, '' as detail;"
                    f"create table marts.dq_raw_tables as select 'tickets' as raw_table,"
                    f" '{read_from}' as read_from, timestamp '2026-06-22' as as_of"
                )
        model = {
            "resource_type": "model",
            "schema": "marts",
            "name": "dq_raw_tables",
            "unique_id": "model.shop.dq_raw_tables",
            "description": "One row per raw table.",
            "columns": {name: {"name": name, "description": name} for name in COLUMNS},
        }
        self.manifest.write_text(json.dumps({"nodes": {model["unique_id"]: model}}))

    def publish(
        self, read_from: str = OWN, page: Callable[[Path, Path], object] | None = None
    ) -> None:
        publish(self.warehouse(read_from), self.manifest, self.folder, page or draw)

    def run(self, read_from: str = OWN, folder: Path | None = None) -> int:
        """Exit status of the command, which draws no page."""
        to = f"--to={folder or self.folder}"
        return main([f"--warehouse={self.warehouse(read_from)}", f"--manifest={self.manifest}", to])

    def published(self) -> list[tuple]:
        """Where the published marts are read from, in DuckDB and in Parquet."""
        found = query(self.folder / "marts.duckdb", "select read_from from marts.dq_raw_tables")
        file = str(self.folder / "parquet" / "dq_raw_tables.parquet").replace("'", "''")
        assert duckdb.sql(f"select read_from from '{file}'").fetchall() == found
        assert (self.folder / "scorecard.html").read_text() == "a page"
        return found


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Nothing is published yet."""
    monkeypatch.setattr(command.publish, "__defaults__", (draw, None))
    shop = Shop(tmp_path)
    shop.make()
    return shop


def state(*paths: Path) -> dict[str, tuple]:
    """Everything there is below paths: what it is, when it was written and what is in it."""
    found = {}
    for path in paths:
        for one in (path, *path.rglob("*")) if path.is_dir() else (path,):
            content = os.readlink(one) if one.is_symlink() else one.is_file() and one.read_bytes()
            found[str(one)] = (one.lstat().st_mode, one.lstat().st_mtime_ns, content)
    return found


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """What was told on the console, which is one line of the command and no traceback."""
    told = capsys.readouterr().err
    assert told.startswith("publish: ")
    assert told.count("\n") == 1
    return told


def test_what_somebody_else_keeps_there_is_left_alone_whatever_its_name(shop: Shop) -> None:
    builds, mine = shop.folder / "builds", shop.place / "mine"
    files = [
        *(shop.folder / name for name in (".lock", ".current-next", "notes.txt", ".published")),
        *(builds / name for name in ("file.txt", ".unfinished-letter", ".lock")),
        *(builds / name / "notes.txt" for name in ("release_1", ".unfinished-20260622T000000-a")),
        *(builds / "site" / name for name in (".published", "index.html")),
        mine / "precious.txt",
        mine / "build" / "marts.duckdb",
    ]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("" if file.name == ".published" else "mine")
    (builds / "empty").mkdir()
    links = {
        shop.folder / "lock": mine / "precious.txt",
        shop.folder / ".current": mine / "precious.txt",
        shop.folder / "notes": Path("current") / "notes",
        builds / "archive": mine / "build",
        builds / ".unfinished-archive": mine / "build",
    }
    for link, target in links.items():
        link.symlink_to(target)
    others = [*files, *links, builds / "empty"]
    before = state(*others, mine)
    for _ in range(3):
        shop.publish()
    assert state(*others, mine) == before
    assert len(shop.builds) == 2 + len({path.relative_to(builds).parts[0] for path in others
                                        if path.is_relative_to(builds)})  # fmt: skip


def test_a_copy_that_somebody_made_of_a_build_is_theirs(shop: Shop) -> None:
    shop.publish()
    build = (shop.folder / "current").resolve()
    kept = build.with_name("kept"), shop.place / "archive"
    for copy in kept:
        shutil.copytree(build, copy)
    build.with_name("linked").symlink_to(shop.place / "archive")
    before = state(*kept)
    for _ in range(3):
        shop.publish()
    assert state(*kept) == before
    assert build.with_name("linked").is_symlink()
    assert not build.exists()


@pytest.mark.parametrize(
    ("name", "target"),
    [
        *((name, None) for name in ("marts.duckdb", "parquet", "current", "builds")),
        *((name, None) for name in ("scorecard.html", "datapackage.json", ".publish-lock")),
        *((name, "mine") for name in ("marts.duckdb", "current", "builds", ".publish-lock")),
        *((name, "nowhere") for name in ("marts.duckdb", "current", "builds", ".publish-lock")),
        ("current", "builds/release_1"),
    ],
)
def test_a_name_that_somebody_else_has_taken_is_told_and_left_alone(
    shop: Shop, name: str, target: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = shop.place / "mine"
    for folder in (mine, shop.folder) + ((shop.folder / target,) if target else ()):
        folder.mkdir(parents=True, exist_ok=True)
    (mine / "precious.txt").write_text("mine")
    taken = shop.folder / name
    if target is None:
        taken.write_text("mine")
    else:
        taken.symlink_to({"mine": mine, "nowhere": shop.place / "nowhere"}.get(target, target))
    before = state(taken, mine)
    assert shop.run() == 1
    told = one_line(capsys)
    assert f"{taken} was not published by this command: move it, or name another folder" in told
    assert state(taken, mine) == before
    assert not (shop.place / "nowhere").exists()
    taken.rename(shop.place / "moved")
    assert shop.run() == 0


def test_a_file_behind_a_lock_that_is_a_link_keeps_its_content(shop: Shop) -> None:
    mine = shop.place / "mine.txt"
    mine.write_text("mine")
    shop.folder.mkdir()
    for name in (".lock", ".publish-lock"):
        (shop.folder / name).symlink_to(mine)
    with pytest.raises(CannotPublish, match=r"\.publish-lock was not published"):
        shop.publish()
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("to", ["file", "file/below", "loop", "/proc/published"])
def test_a_folder_that_cannot_be_is_named_in_one_line(
    shop: Shop, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop.place / "file").write_text("mine")
    (shop.place / "loop").symlink_to("loop")
    assert shop.run(folder=shop.place / to) == 1
    told = one_line(capsys)
    assert to.split("/", maxsplit=1)[0] in told
    assert told.endswith("name another folder\n")
    assert (shop.place / "file").read_text() == "mine"


def test_spaces_quotes_and_links_on_the_way_are_no_obstacle(tmp_path: Path, shop: Shop) -> None:
    odd = Shop(tmp_path / """it's "the; $(shop)" of 靴 *""")
    (tmp_path / "disk").mkdir()
    odd.place.symlink_to(tmp_path / "disk")
    odd.make()
    assert odd.run() == odd.run() == 0
    assert odd.published() == [(OWN,)]


def test_the_build_before_is_kept_for_readers_and_older_ones_are_not(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop.place)
    for _ in range(3):
        assert shop.run(folder=Path("published")) == 0
    assert len(shop.builds) == 2
    assert (shop.folder / "current").resolve() in shop.builds


def test_a_build_that_was_removed_in_part_is_removed_by_the_next_publish(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.publish()
    shop.publish()
    with monkeypatch.context() as patched:
        # Whatever is removed first, a process may be killed after it.
        patched.setattr(Path, "unlink", lambda path: (_ for _ in ()).throw(OSError("killed")))
        shop.publish()
    assert len(shop.builds) == 3
    shop.publish()
    assert len(shop.builds) == 2
    assert shop.published() == [(OWN,)]


def test_a_mart_that_is_no_longer_published_leaves_no_dangling_link(shop: Shop) -> None:
    shop.publish(page=lambda _, page: page.with_name("extra.csv").write_text("more"))
    assert (shop.folder / "extra.csv").exists()
    shop.publish()
    assert not os.path.lexists(shop.folder / "extra.csv")


def test_published_files_can_be_read_by_all_and_written_by_nobody(shop: Shop) -> None:
    before = os.umask(0o077)
    try:
        shop.publish()
    finally:
        os.umask(before)
    build = (shop.folder / "current").resolve()
    modes = {path: path.stat().st_mode & 0o777 for path in (build, *build.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o444}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o755}
    for _ in range(2):
        shop.publish()
    assert not build.exists()


@contextmanager
def as_somebody(folder: Path) -> Iterator[None]:
    """Act as an account that file modes hold for: root may do everything."""
    account = os.geteuid() or NOBODY
    os.chown(folder, account, -1)
    os.seteuid(account)
    try:
        yield
    finally:
        os.seteuid(os.getuid())


def test_a_reader_that_deletes_changes_nothing() -> None:
    with tempfile.TemporaryDirectory() as name, as_somebody(Path(name)):
        shop = Shop(Path(name))
        shop.make()
        shop.publish()
        with pytest.raises(duckdb.IOException, match="Permission denied"):
            duckdb.connect(str(shop.folder / "marts.duckdb")).execute("delete from dq_raw_tables")
        assert shop.published() == [(OWN,)]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(
            duckdb.IOException(
                "IO Error: Detached database 'published', but CHECKPOINT during DETACH failed. \n"
                'Original error: Could not write file "marts.duckdb": No space left on device'
            ),
            "No space left on device: make room there, or name another folder",
            id="disk full while DuckDB writes",
        ),
        pytest.param(
            OSError(errno.ENOSPC, "No space left on device"),
            "No space left on device: make room there, or name another folder",
            id="disk full while a file is written",
        ),
        pytest.param(
            duckdb.SerializationException("Serialization Error: it is cut off\nmore"),
            "Serialization Error: it is cut off: run `make build` again",
            id="warehouse that cannot be read to its end",
        ),
    ],
)
def test_what_fails_half_way_is_told_in_one_line_and_publishes_nothing(
    shop: Shop,
    error: Exception,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shop.publish()
    before = state(*shop.builds)

    def fail(connection: object, marts: object, build: Path, most_rows: object) -> None:
        (build / "marts.duckdb").write_text("half")
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(command, "copy_marts", fail)
        assert shop.run() == 1
    assert told in one_line(capsys)
    assert state(*shop.builds) == before
    assert shop.run() == 0


def test_what_cannot_be_swapped_leaves_the_last_build(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.publish()
    current = (shop.folder / "current").resolve()
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "dead")))
        assert shop.run() == 1
    assert one_line(capsys).endswith("dead: name another folder\n")
    assert (shop.folder / "current").resolve() == current
    shop.publish()
    shop.publish()
    assert len(shop.builds) == 2


def test_a_manifest_that_is_cut_off_is_told_in_one_line(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in ('{"nodes": {', "[]", "{}"):
        shop.manifest.write_text(text)
        assert shop.run() == 1
        assert f"{shop.manifest} is no manifest of dbt: run `make build`" in one_line(capsys)


def test_the_sample_takes_the_place_of_nothing_but_the_sample(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    for read_from in (SAMPLE, SAMPLE, OWN, OWN):
        shop.publish(read_from)
        assert shop.published() == [(read_from,)]
    before = state(shop.folder)
    assert shop.run(SAMPLE) == 1
    told = one_line(capsys)
    assert "this build is of the made-up sample, and marts of your own data are published" in told
    assert state(shop.folder) == before


def test_the_sample_that_waited_for_own_data_to_be_published_does_not_replace_it(
    shop: Shop,
) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = []

        def let_the_sample_wait(_: Path, page: Path) -> None:
            page.write_text("a page")
            waiting.append(pool.submit(shop.publish, SAMPLE))
            time.sleep(0.3)

        shop.publish(OWN, let_the_sample_wait)
        with pytest.raises(CannotPublish, match="marts of your own data are published here"):
            waiting[0].result()
    assert shop.published() == [(OWN,)]


def lose_it(build: Path) -> None:
    shutil.rmtree(build)


def lose_the_package(build: Path) -> None:
    (build / "datapackage.json").unlink()


def lose_the_marts(build: Path) -> None:
    (build / "marts.duckdb").unlink()


def cut_it_off(build: Path) -> None:
    (build / "marts.duckdb").chmod(0o644)
    os.truncate(build / "marts.duckdb", 5000)


def overwrite_it(build: Path) -> None:
    (build / "marts.duckdb").chmod(0o644)
    (build / "marts.duckdb").write_text("no database")


def change_it(build: Path) -> None:
    (build / "marts.duckdb").chmod(0o644)
    with duckdb.connect(str(build / "marts.duckdb")) as connection:
        connection.execute("drop table dq_raw_tables; create table mine as select 1 as i")


DAMAGES = [lose_it, lose_the_package, lose_the_marts, cut_it_off, overwrite_it, change_it]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_build_of_the_sample_is_replaced(
    shop: Shop, damage: Callable[[Path], None]
) -> None:
    shop.publish(SAMPLE)
    damage((shop.folder / "current").resolve())
    for _ in range(2):
        assert shop.run(SAMPLE) == 0
    assert shop.published() == [(SAMPLE,)]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_build_of_own_data_is_not_replaced_by_the_sample_but_by_own_data(
    shop: Shop, damage: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    # Where the current one is lost, the one before is the last that the team has.
    shop.publish()
    shop.publish()
    damage((shop.folder / "current").resolve())
    before = state(shop.folder)
    assert shop.run(SAMPLE) == 1
    assert "marts of your own data are published here" in one_line(capsys)
    assert state(shop.folder) == before
    assert shop.run() == 0
    assert shop.published() == [(OWN,)]


def test_a_build_that_somebody_has_open_for_writing_is_replaced(shop: Shop) -> None:
    shop.publish(SAMPLE)
    file = (shop.folder / "marts.duckdb").resolve()
    file.chmod(0o644)
    with duckdb.connect(str(file)) as reader:
        reader.execute("delete from dq_raw_tables")
        assert shop.run(SAMPLE) == 0
    assert shop.published() == [(SAMPLE,)]


def test_where_nobody_knows_whose_the_build_is_the_sample_says_what_to_do(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.publish(SAMPLE)
    mark = (shop.folder / "current" / ".published").resolve()
    mark.chmod(0o644)
    mark.write_text("")  # as earlier versions left it
    assert shop.run(SAMPLE) == 1
    told = one_line(capsys)
    assert "nothing says whether what is published here is your own data" in told
    assert f"move {shop.folder} away, or name another folder" in told
    assert shop.run() == 0
    shop.folder.rename(shop.place / "moved away")
    assert shop.run(SAMPLE) == 0


@pytest.mark.parametrize("target", ["publish", "postgres", "superset"])
def test_make_hands_on_the_folder_as_it_is_typed(tmp_path: Path, target: str) -> None:
    odd = """/srv/it's "ours"; `echo` 靴 *"""
    (tmp_path / "python").write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
    (tmp_path / "python").chmod(0o755)
    (tmp_path / "installed").touch()
    made = subprocess.run(
        ["make", target, f"PUBLISHED={odd}", f"BIN={tmp_path}", f"INSTALLED={tmp_path}/installed"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert odd in made.stdout.splitlines()


@pytest.mark.parametrize("setting", ["WAREHOUSE_PATH", "PUBLISHED"])
@pytest.mark.parametrize("place", ["target/my marts", "link/marts", "logs/marts"])
def test_make_clean_keeps_warehouses_and_what_is_published(
    tmp_path: Path, setting: str, place: str
) -> None:
    shutil.copy(PROJECT / "Makefile", tmp_path)
    (tmp_path / "link").symlink_to("target")
    for name in ("target/my marts", "target/marts", "logs/marts", "target/run/model.sql"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine")
    clean = ["make", "clean"]
    environment = {**os.environ, setting: place}
    made = subprocess.run(
        clean, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert made.returncode != 0
    assert f"clean: {place} would be removed, too: move it first" in made.stderr
    assert (tmp_path / place).read_text() == "mine"
    environment[setting] = str(tmp_path / "elsewhere")
    subprocess.run(clean, cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert {path.name for path in tmp_path.iterdir()} == {"Makefile", "link"}
