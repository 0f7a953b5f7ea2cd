"""What `make build` says of dbt's events: each warning and error once, in full; how far it is."""

import io
import signal
import time
from pathlib import Path

import pytest
from make_build.checks import in_words
from make_build.console import Console
from make_build.dbt import Dbt, stoppable
from make_build.progress import Messages, Progress, found

PROJECT_FILE = """
name: shop
version: "1.0"
profile: shop
seeds:
  shop:
    +schema: reference
on-run-start: "{{ log('Told at the start.', info=true) if execute }}"
on-run-end: "{{ log('Told at the end.', info=true) if execute }}"
"""
PROFILES = """
shop: {target: dev, outputs: {dev: {type: duckdb, path: ":memory:", threads: 2}}}
"""
# A model that cannot be built, with what depends on it; tests that fail and warn.
FILES = {
    "dbt_project.yml": PROJECT_FILE,
    "profiles.yml": PROFILES,
    "seeds/weights.csv": "impact,weight\nhigh,1\nhigh,2\n",
    "seeds/weights.yml": """
seeds: [{name: weights, columns: [{name: impact, data_tests: [unique]}]}]
""",
    "models/staging/stg_orders.sql": "select 1 as id union all select 1",
    "models/staging/stg_orders.yml": """
models:
  - name: stg_orders
    columns: [{name: id, data_tests: [{unique: {config: {severity: warn}}}]}]
""",
    "models/staging/stg_broken.sql": """
{{ config(materialized='table') }}
select no_such_column from {{ ref('stg_orders') }}
""",
    "models/marts/fct_broken.sql": "select * from {{ ref('stg_broken') }}",
    "models/marts/fct_told.sql": """
{% do exceptions.warn('Warned by a model.') if execute %}
select * from {{ ref('stg_told') }}
""",
    "models/staging/stg_told.sql": "select 1 as id",
    "tests/no_order.sql": "select * from {{ ref('fct_told') }}",
}


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files by their paths below a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def dbt_of(folder: Path) -> Dbt:
    """dbt on the project in a folder."""
    return Dbt(folder, folder, folder / "target", folder / "logs", "")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of a build with all kinds of faults."""
    folder = tmp_path_factory.mktemp("shop")
    write(folder, FILES)
    out = io.StringIO()
    console = Console(out)
    dbt, messages = dbt_of(folder), Messages(console)
    parsed = dbt.run("parse", tell=messages.tell)
    assert parsed.success, out.getvalue()
    listed = dbt.run("list", "--output", "json", tell=messages.tell, manifest=parsed.result)
    progress = Progress(parsed.result, found(listed.result), messages, console)
    built = dbt.run("build", tell=progress.tell, manifest=parsed.result)
    assert not built.success
    progress.tell_unfinished()
    return out.getvalue().splitlines()


def test_an_error_is_told_in_full_with_its_file_and_once(told: list[str]) -> None:
    start = told.index("Runtime Error in model stg_broken (models/staging/stg_broken.sql)")
    assert told[start + 1].startswith('  Binder Error: Referenced column "no_such_column"')
    assert any(line.strip().startswith("LINE ") for line in told[start:])
    assert sum("no_such_column" in line and "LINE" not in line for line in told) == 1


def test_warnings_and_what_macros_say_are_told_once(told: list[str]) -> None:
    for said in ("Warned by a model.", "Told at the start.", "Told at the end."):
        assert told.count(said) == 1


def test_a_test_that_no_hook_words_is_told_with_its_rows_and_its_query(told: list[str]) -> None:
    [failed] = [line for line in told if line.startswith("Test failed: ")]
    assert failed.startswith("Test failed: no_order, 1 row at fault (tests/no_order.sql). ")
    assert failed.endswith("target/compiled/shop/tests/no_order.sql")
    [warned] = [line for line in told if line.startswith("Test warns: ")]
    assert warned.startswith("Test warns: unique_stg_orders_id, 1 row at fault (models/staging/")


def test_a_layer_is_told_when_it_is_done_with_its_faults(told: list[str]) -> None:
    layers = [line.split("  ")[0] for line in told if line.endswith(" s")]
    assert set(layers) == {"Seeds", "Staging", "Marts", "Data tests"}
    [staging] = [line for line in told if line.startswith("Staging ")]
    assert " 3 of 3, 1 failed " in staging
    [marts] = [line for line in told if line.startswith("Marts ")]
    assert " 2 of 2, 1 skipped " in marts
    [tests] = [line for line in told if line.startswith("Data tests ")]
    assert " 3 of 3, 2 failed, 1 with a warning " in tests


def test_what_keeps_dbt_from_reading_a_project_is_told(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "models/marts/fct_lost.sql": "select * from {{ ref('nowhere') }}"})
    out = io.StringIO()
    assert not dbt_of(tmp_path).run("parse", tell=Messages(Console(out)).tell).success
    assert "'model.shop.fct_lost' (models/marts/fct_lost.sql) depends on a node" in out.getvalue()
    assert out.getvalue().count("fct_lost.sql") == 1


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (
            "Compilation Error in macro check_vars (macros/vars/check_vars.sql)\n"
            "  wismo_days: -1 is no whole number.\n  Vars are set elsewhere.\n  \n"
            "  > in macro check_vars (macros/vars/check_vars.sql)\n"
            "  > called by macro check_input (macros/builds/check_input.sql)",
            "wismo_days: -1 is no whole number.\nVars are set elsewhere.",
        ),
        ("Runtime Error\n  IO Error: no such host", "Runtime Error\n  IO Error: no such host"),
    ],
)
def test_what_a_check_raises_is_told_without_the_names_of_macros(raised: str, words: str) -> None:
    assert in_words(raised) == words


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


def test_where_no_terminal_is_a_silence_is_broken_by_a_line() -> None:
    out = io.StringIO()
    with Console(out, silence=0.6) as console:
        console.now("fct_tickets", 3, 10)
        time.sleep(2.5)
    lines = out.getvalue().splitlines()
    assert 1 <= len(lines) <= 4
    assert all(line.startswith("  ... fct_tickets, 3 of 10  ") for line in lines)


def test_control_codes_are_for_terminals_only() -> None:
    for out, is_terminal in ((io.StringIO(), False), (Terminal(), True)):
        with Console(out) as console:
            console.now("fct_tickets", 3, 10)
            console.step("Marts")
            time.sleep(1)
        assert ("\r" in out.getvalue()) == is_terminal
        assert ("3 of 10" in out.getvalue()) == is_terminal


def test_what_checks_and_hooks_both_say_is_told_once() -> None:
    out = io.StringIO()
    messages = Messages(Console(out))
    for said in ("raw input: tickets has no region", "another", "raw input: tickets has no region"):
        messages.say(said)
    assert out.getvalue() == "raw input: tickets has no region\nanother\n"


class Cleared:
    """An object during whose clearing away somebody stops what runs."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


def test_a_stop_is_not_lost_where_nothing_can_be_raised() -> None:
    with pytest.raises(KeyboardInterrupt), stoppable() as stopped:
        Cleared()
        time.sleep(10)
        pytest.fail("it went on")
    assert stopped.is_set()
