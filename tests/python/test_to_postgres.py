"""The published marts in PostgreSQL: the same cells, and nothing of anybody else's is lost."""

import math
import re
from pathlib import Path

import psycopg
import pytest
from conftest import query
from postgres_server import ask, builds_in, publish, schemas_in, small
from publish.__main__ import publish as publish_marts
from to_postgres.__main__ import main
from to_postgres.published import open_build

AWKWARD = """
    create table marts.awkward (
        id bigint not null, amount decimal(38, 9), rate double, small integer, tiny smallint,
        is_so boolean, day date, moment timestamp, words varchar
    );
    insert into marts.awkward values
        (1, 12345678901234567890123456789.123456789, 0.1, -1, 1, true, '2026-02-28',
            '2026-02-28 23:59:59.999999', 'a comma, a "quote" and a semicolon;'),
        (2, -0.000000001, 1e-300, 0, 0, false, '0001-01-01', '1970-01-01', ''),
        (-9223372036854775808, null, 'inf', null, null, null, '9999-12-31', null, null),
        (4, 0, 'nan', 2147483647, 32767, null, null, '9999-12-31 00:00:00.000001', 'null'),
        (5, 1.5, 1.7976931348623157e308, null, null, null, null, null, 'one' || chr(10) || 'two'),
        (6, null, '-0.0', null, null, null, null, null, chr(13) || chr(10) || chr(9) || ' '),
        (7, null, null, null, null, null, null, null, '\\N'),
        (8, null, null, null, null, null, null, null, '\\.'),
        (9, null, null, null, null, null, null, null, 'one' || chr(10) || '\\.' || chr(10)),
        (10, null, null, null, null, null, null, null, 'a \\ backslash, ''apostrophes'''),
        (11, null, null, null, null, null, null, null, '"'),
        (12, null, null, null, null, null, null, null, 'Größe, 靴, 👟');
    create table marts.words (words varchar);
    insert into marts.words values (''), (null), ('\\.'), ('\\N'), ('"');
    create table marts."Order" ("select" integer, "a ""b" varchar);
    insert into marts."Order" values (1, 'x');
    create table marts.nothing (id bigint);
    comment on table marts.awkward is 'One row per trap; 100 % of ''them''.';
    comment on column marts.awkward.words is 'What is "said", \\ and' ;
"""


def cells(rows: list[tuple]) -> list[str]:
    """Rows in a fixed order, written so that types and digits count."""
    return sorted(repr(tuple(row)) for row in rows)


def assert_same(dsn: str, build: Path, schema: str = "marts") -> None:
    """Every table of a build is in PostgreSQL with the same columns and cells."""
    tables = query(build, "select table_name from duckdb_tables() order by 1")
    found = ask(dsn, f"select tablename from pg_tables where schemaname = '{schema}' order by 1")
    assert found == tables
    for (table,) in tables:
        mine = query(build, f'select * from marts."{table}"')
        theirs = ask(dsn, f'select * from "{schema}"."{table}"')
        assert cells(theirs) == cells(mine), table


def test_the_sample_arrives_whole(
    sample_warehouse: Path, manifest: dict, tmp_path: Path, database: str
) -> None:
    """Cells, types, nulls allowed, comments and keys of all marts are those of the warehouse."""
    marts = {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    tested: dict[str, dict] = {}
    for node in manifest["nodes"].values():
        if (node.get("test_metadata") or {}).get("name") in ("unique", "unique_combination"):
            # of a model that is switched off there is only the test
            model = manifest["nodes"].get(node["attached_node"], {}).get("name")
            tested.setdefault(model, node["test_metadata"]["kwargs"])
    keys, required = {}, {}
    for name, node in marts.items():
        parts = tested[name].get("columns") or [tested[name]["column_name"]]
        # Null is one value of a key's part that is tested as coalesce(part, '').
        keys[name] = [re.sub(r"coalesce\((\w+), ''\)", r"\1", part) for part in parts]
        required[name] = [
            column["name"]
            for column in node["columns"].values()
            if column["name"] in parts
            or any(limit["type"] == "not_null" for limit in column["constraints"])
        ]

    published = tmp_path / "published"
    target = sample_warehouse.parent / "target"
    publish_marts(
        sample_warehouse, target / "manifest.json", published, lambda _, page: page.touch()
    )
    assert main(["--published", str(published), database]) == 0
    build = published / "current" / "marts.duckdb"
    assert_same(database, build)

    names = {"VARCHAR": "text", "DOUBLE": "double precision"}
    names["TIMESTAMP"] = "timestamp without time zone"
    expected = [
        (
            table,
            column,
            names.get(kind, kind.lower().replace("decimal", "numeric")),
            column in required[table],
            *comments,
        )
        for table, column, kind, *comments in query(
            build,
            "select c.table_name, c.column_name, c.data_type, c.comment, t.comment"
            " from duckdb_columns() as c join duckdb_tables() as t on c.table_oid = t.table_oid"
            " order by 1, c.column_index",
        )
    ]
    found = ask(
        database,
        "select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
        " col_description(c.oid, a.attnum), obj_description(c.oid) from pg_attribute as a"
        " join pg_class as c on c.oid = a.attrelid where c.relkind = 'r' and a.attnum > 0"
        " and c.relnamespace = 'marts'::regnamespace order by c.relname collate \"C\", a.attnum",
    )
    assert found == expected
    held = ask(
        database,
        "select conrelid::regclass::text, (select array_agg(attname::text order by place)"
        " from unnest(conkey) with ordinality as k (number, place) join pg_attribute"
        " on attrelid = conrelid and attnum = number) from pg_constraint"
        " where connamespace = 'marts'::regnamespace and contype in ('p', 'u')",
    )
    assert {name.removeprefix("marts."): key for name, key in held} == keys
    assert keys.keys() == marts.keys()


def test_every_kind_of_value_arrives(tmp_path: Path, database: str) -> None:
    """Nulls, empty text, quotes, line ends, end marks, extreme numbers; names that need quotes."""
    published = tmp_path / "published"
    publish(
        published, "awkward", AWKWARD, {"awkward": ["id"], "words": ["words"]}, {"awkward": ["id"]}
    )
    assert main(["--published", str(published), "--schema", "Shop", database]) == 0
    assert_same(database, published / "current" / "marts.duckdb", "Shop")
    text = ask(database, "select obj_description('\"Shop\".awkward'::regclass)")
    assert text == [("One row per trap; 100 % of 'them'.",)]
    text = ask(database, "select col_description('\"Shop\".awkward'::regclass, 9)")
    assert text == [('What is "said", \\ and',)]
    kinds = ask(
        database,
        "select conname, pg_get_constraintdef(oid) from pg_constraint where contype in ('p', 'u')"
        " and connamespace = '\"Shop\"'::regnamespace order by 1",
    )
    assert kinds == [
        ("awkward_pkey", "PRIMARY KEY (id)"),
        ("words_words_key", "UNIQUE NULLS NOT DISTINCT (words)"),
    ]
    assert math.copysign(1, ask(database, 'select rate from "Shop".awkward where id = 6')[0][0]) < 0


def test_a_second_run_replaces_the_first(published: Path, database: str) -> None:
    """Tables come and go with the build; nothing else is left in the database."""
    assert main(["--published", str(published), database]) == 0
    publish(published, "build_2", small(2) + "create table marts.extra (id bigint);")
    assert main(["--published", str(published), database]) == 0
    assert_same(database, published / "current" / "marts.duckdb")
    assert main(["--published", str(published), database]) == 0
    publish(published, "build_3", small(3))
    assert main(["--published", str(published), database]) == 0
    assert_same(database, published / "current" / "marts.duckdb")
    assert schemas_in(database) == ["marts"]


def test_a_publication_in_between_changes_nothing(published: Path) -> None:
    """All files are those of the build that was current at the start."""
    with open_build(published) as build:
        publish(published, "build_2", small(2))
        (published / "builds" / "build_1" / "marts.duckdb").unlink()
        found = build.connection.execute("select distinct build from build.mart_2").fetchall()
    assert (build.name, found) == ("build_1", [(1,)])


def test_the_reader_role_reads_and_nothing_else(published: Path, database: str) -> None:
    """An existing role is used as it is; a role that could write is not taken."""
    ask(database, "create role readers_there nologin; create table public.diary (id integer)")
    assert main(["--published", str(published), "--reader-role", "readers_there", database]) == 0
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("set role readers_there")
        assert connection.execute("select max(build) from marts.mart_0").fetchone() == (1,)
        for forbidden in (
            "insert into marts.mart_0 values (9)",
            "update marts.mart_0 set build = 9",
            "delete from marts.mart_0",
            "truncate marts.mart_0",
            "drop table marts.mart_0",
            "create table marts.mine (id integer)",
            "select * from public.diary",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)
    assert main(["--published", str(published), "--reader-role", "owner", database]) == 2


def test_the_role_is_made_without_login(published: Path, database: str) -> None:
    """A missing role is a group: nobody can log in as it."""
    assert main(["--published", str(published), "--reader-role", "new_readers", database]) == 0
    role = "select rolcanlogin, rolsuper, rolcreaterole from pg_roles where rolname = 'new_readers'"
    assert ask(database, role) == [(False, False, False)]


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ("create schema marts; create table marts.mine (id integer)", "schema marts was not made"),
        ("create schema marts_next", "schema marts_next is needed while loading"),
    ],
)
def test_a_schema_of_somebody_else_is_refused(
    others: str, told: str, published: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stays as it is, and one line says what to do."""
    ask(database, others)
    before = schemas_in(database)
    assert main(["--published", str(published), database]) == 1
    assert told in capsys.readouterr().err
    assert schemas_in(database) == before


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ("create view public.mine as select * from marts.mart_0", "view mine depends on table"),
        ("create table marts.mine (id integer)", "table marts.mine depends on schema marts"),
        (
            "create function marts.f() returns integer language sql as 'select 1'",
            "function marts.f() depends on schema marts",
        ),
    ],
)
def test_what_others_built_on_it_is_refused(
    others: str, told: str, published: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A view on a mart, or anything added to the schema: the previous build stays with it."""
    assert main(["--published", str(published), database]) == 0
    ask(database, others)
    publish(published, "build_2", small(2))
    assert main(["--published", str(published), database]) == 1
    told_line = capsys.readouterr().err
    assert told in told_line
    assert told_line.count("\n") == 1
    assert builds_in(database) == [(1, 300)]


@pytest.mark.parametrize(
    ("faulty", "keys", "told"),
    [
        (
            "create table marts.z as select 'secret' as id from range(2)",
            {"z": ["id"]},
            "z: rows share a key (id)",
        ),
        (
            "create table marts.z as select 'secret' || chr(0) as words, chr(0) as more,"
            " 'x' as fine from range(3)",
            {},
            "NUL (0x00), which PostgreSQL cannot store: z.words (3 rows), z.more (3 rows): remove",
        ),
        (
            "create table marts.z as select 'secret' as words, date '5881580-07-10' as day",
            {},
            "z, column day: PostgreSQL cannot store a value (DatetimeFieldOverflow)",
        ),
        ("create table marts.z as select [1] as list", {}, "z.list is INTEGER[]"),
    ],
)
def test_a_build_that_cannot_be_loaded_leaves_the_one_before(
    faulty: str,
    keys: dict,
    told: str,
    published: Path,
    database: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A failure at the last table, in its key, its rows or its types."""
    assert main(["--published", str(published), database]) == 0
    publish(published, "build_2", small(2) + faulty, keys)
    assert main(["--published", str(published), database]) == 2
    message = capsys.readouterr().err
    assert told in message
    assert message.count("\n") == 1
    assert "secret" not in message
    assert "5881580" not in message
    assert builds_in(database) == [(1, 300)]
    assert schemas_in(database) == ["marts"]


def test_nul_is_left_out_when_that_is_asked_for(published: Path, database: str) -> None:
    """In the rows and columns that hold it, and nothing else is."""
    made = "create table marts.z as select unnest(['a' || chr(0) || 'b', chr(0), null]) as words"
    publish(published, "build_2", small(2) + made)
    assert main(["--published", str(published), "--without-nul", database]) == 0
    assert cells(ask(database, "select * from marts.z")) == cells([("ab",), ("",), (None,)])


@pytest.mark.parametrize("required", [["id", "part"], ["id"]])
def test_a_key_too_long_for_an_index_is_held_all_the_same(
    published: Path, database: str, required: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Texts that cannot be compressed, each of them longer than the room that an index has."""
    long = "(select string_agg(md5(i::varchar), '') from range(500) as t (i))"
    rows = f"select n as id, {long} || n % 2 as part from range({{}}) as t (n)"
    names = {"z": ["id", "part"]}, {"z": required}
    publish(
        published,
        "build_2",
        f"{small(2)} create table marts.z as {rows.format(4)};"
        f" create table marts.y as select 1 as id, null as part union all {rows.format(2)}",
        {"z": ["id", "part"], "y": ["part"]},
        {"z": required},
    )
    assert main(["--published", str(published), database]) == 0
    assert_same(database, published / "current" / "marts.duckdb")
    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(database, "insert into marts.z select * from marts.z limit 1")
    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(database, "insert into marts.y values (2, null)")
    twice = f"{small(3)} create table marts.z as {rows.format(2)} union all {rows.format(1)}"
    publish(published, "build_3", twice, *names)
    assert main(["--published", str(published), database]) == 2
    assert "z: rows share a key (id, part)" in capsys.readouterr().err


def test_nothing_to_copy_or_nowhere_to_copy_it(
    published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line each, and exit status 2."""
    assert main(["--published", str(tmp_path), "host=/nowhere"]) == 2
    assert "nothing is published" in capsys.readouterr().err
    assert main(["--published", str(published), "host=/nowhere"]) == 2
    told = capsys.readouterr().err
    assert "No such file" in told
    assert told.count("\n") == 1
    (published / "current" / "marts.duckdb").unlink()
    assert main(["--published", str(published), "host=/nowhere"]) == 2
    assert "holds no complete build" in capsys.readouterr().err
