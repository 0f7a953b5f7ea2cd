"""A small shop with all that is awkward in it: a part of the sample, its cells disturbed.

Every cell is text, as a careless export writes it. What is disturbed, and how, is the same each
time.
"""

import csv
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from conftest import PROJECT

RAW = PROJECT / "seeds" / "raw"
TABLES = sorted(path.stem for path in RAW.glob("*.csv"))

Row = dict[str, str | None]
Tables = dict[str, list[Row]]

ONE_IN = 4
"""Of so many customers one is taken."""

DISTURBED = 0.02
"""The share of the cells of a column that are."""

# Nights on which clocks change, in Berlin, New York and nowhere, and the last moments there are.
NIGHTS = [
    *("2026-03-29 00:59:59", "2026-03-29 01:00:00", "2026-03-29 01:30:00.5"),
    *("2026-03-08 06:59:59.999999", "2026-03-08 07:00:00", "2026-03-08T02:30:00-05:00"),
    *("2026-03-29T02:30:00+02:00", "2026-03-29T03:30:00+0200", "2026-03-29 01:30:00+00"),
    *("2025-12-31 23:59:59.999999", "2026-01-01 00:00:00", "2026-02-28 18:30:00"),
    *("2026-06-21 18:29:59.999999", "2026-06-21 18:30:00", "2026-06-21 22:00:00"),
]
# What one engine might read and another not, or otherwise.
TIMES = [
    *("", " ", "never", "null", "0", "-1", "2026", "2026-07", "2026-07-01", "20260701", "12:30"),
    *("2026-7-1", "2026-07-01 9:05", "2026-07-01 09:05", "2026-07-01T09:05:07Z", "01.07.2026"),
    *("2026/07/01 10:00:00", "07/01/2026", "2026-07-01 24:00:00", "2026-07-01 25:00:00"),
    *("2026-02-30 00:00:00", "2026-13-01", "2026-07-01  10:00:00", " 2026-07-01 10:00:00 "),
    *(
        "2026-07-01 10:00:00 UTC",
        "2026-07-01 10:00:00 Europe/Berlin",
        "2026-07-01 10:00:00.1234567",
    ),
    *("2026-07-01 10:00:00 AM", "1782864000", "1782864000000", "1.782864e9", "infinity", "epoch"),
    *("now", "today", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "10000-01-01", "-2026-07-01"),
    *("2026-07-01T10:00:00+14:00", "2026-07-01T10:00:00+99:00", "2026-07-01T10:00:00-05:30"),
]
NUMBERS = [
    *("", " ", "none", "NaN", "inf", "-inf", "0", "-0", "-0.01", "+5", "5.", ".5", "1e3", "1E-7"),
    *("1,5", "1,234.50", "1_000", "12.3456789", "0.0000005", "0.0000015", "99999999999999.99"),
    *("999999999999.999999", "999999999999.9999999", "1e30", "0x1F", "1.0", "00012", " 7 ", "7e0"),
    *("12,50 EUR", "$5", "9007199254740993", "1e309", "525599.999999", "525600"),
]
FLAGS = [
    *("true", "TRUE", "True", "t", "T", "yes", "y", "Y", "1", "on", "1.0", "false", "F", "no"),
    *("n", "0", "off", "0.0", "", " ", "2", "maybe", "null", " true ", "wahr"),
]
TEXTS = [
    *(
        "",
        " ",
        "O'Brien",
        "''",
        '"',
        '""quoted"',
        "back\\slash",
        "\\n",
        "a\nb",
        "a\r\nb",
        "tab\there",
    ),
    *(
        "🛒",
        "👩\u200d👩\u200d👧",
        "Größe",
        "ﬁ",
        "e\u0301",
        "é",
        "ß",
        "ẞ",
        "İstanbul",
        "ǅ",
        "日本語",
    ),
    *("\u00a0nbsp\u00a0", "\u3000wide\u3000", "\u200bzero", "\ufefftop", "null", "NULL", "NaN"),
    *("%", "_", "{{ x }}", "$1", "--", "/*", "a;b", "<b>", "x" * 300, "4471.0", "1e5", "007"),
    *(
        "where is my order",
        "Wo ist mein Paket?",
        "  Addr   Chg ",
        "PAYMENT DECLINED",
        "payment-declined",
    ),
]
KINDS: list[tuple[Callable[[str], bool], list[str]]] = [
    (lambda name: name.endswith("_at"), NIGHTS + TIMES),
    (lambda name: name.startswith("is_"), FLAGS),
    (
        lambda name: (
            name in {"cart_value", "handle_minutes", "quantity", "line_number", "score"}
            or name.endswith(("_amount", "_cost", "amount"))
        ),
        NUMBERS,
    ),
]
KEYS = {"ticket_id", "order_id", "customer_id"}
"""Ids that hold the shop together: they are disturbed more seldom."""


def awkward_shop(seed: int = 7) -> Tables:
    """The raw tables, by name.

    Args:
        seed: of what is left to chance.
    """
    chance = random.Random(seed)
    tables = _part_of_the_sample(chance)
    _merge(tables["tickets"], chance)
    for name, rows in tables.items():
        if name != "agents":
            _disturb(rows, chance)
            _repeat(rows, chance)
        chance.shuffle(rows)
    return tables


def write_parquet(tables: Tables, folder: Path) -> None:
    """Write each table as a folder of one Parquet file of texts, `<name>/part-0.parquet`."""
    for name, rows in tables.items():
        place = folder / name
        place.mkdir(parents=True)
        columns = {
            column: pa.array([row[column] for row in rows], pa.string()) for column in rows[0]
        }
        pq.write_table(pa.table(columns), place / "part-0.parquet")


def _part_of_the_sample(chance: random.Random) -> Tables:
    tables: Tables = {}
    for name in TABLES:
        with (RAW / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = [
                {column: cell or None for column, cell in row.items()}
                for row in csv.DictReader(file)
            ]
    customers = {row["customer_id"] for row in tables["customers"] if chance.random() < 1 / ONE_IN}
    orders = {row["order_id"] for row in tables["orders"] if row["customer_id"] in customers}
    tickets = {
        row["ticket_id"]
        for row in tables["tickets"]
        if row["customer_id"] in customers
        or row["order_id"] in orders
        or (row["customer_id"] is None and chance.random() < 1 / ONE_IN)
    }
    held = (("ticket_id", tickets), ("order_id", orders), ("customer_id", customers))
    for name, rows in tables.items():
        by = next(((key, ids) for key, ids in held if rows and key in rows[0]), None)
        if by is not None and name not in {"tickets", "refunds", "surveys"}:
            rows[:] = [row for row in rows if row[by[0]] in by[1]]
    tables["tickets"] = [row for row in tables["tickets"] if row["ticket_id"] in tickets]
    tables["refunds"] = [row for row in tables["refunds"] if row["order_id"] in orders]
    tables["surveys"] = [row for row in tables["surveys"] if row["customer_id"] in customers]
    return tables


def _merge(tickets: list[Row], chance: random.Random) -> None:
    """A chain of 70 links, a cycle of three, one of itself, a tree, a target that is not there."""
    free = [row for row in tickets if row["merged_into_ticket_id"] is None]
    chance.shuffle(free)
    chain, ring, tree = free[:71], free[71:74], free[74:84]
    for row, target in pairwise(chain):
        row["merged_into_ticket_id"] = target["ticket_id"]
    for row, target in zip(ring, [*ring[1:], ring[0]], strict=True):
        row["merged_into_ticket_id"] = target["ticket_id"]
    for row in tree[1:]:
        row["merged_into_ticket_id"] = tree[0]["ticket_id"]
    into_the_ring, own, lost = free[84:87]
    into_the_ring["merged_into_ticket_id"] = ring[0]["ticket_id"]
    own["merged_into_ticket_id"] = own["ticket_id"]
    lost["merged_into_ticket_id"] = "nowhere"


def _disturb(rows: list[Row], chance: random.Random) -> None:
    for column in rows[0] if rows else ():
        texts = next((texts for holds, texts in KINDS if holds(column)), TEXTS)
        share = DISTURBED / 6 if column in KEYS else DISTURBED
        for row in rows:
            if chance.random() < share:
                row[column] = chance.choice([None, *texts])
    # each text at least once in the table that has room for them
    for column in rows[0] if len(rows) > 150 else ():
        texts = next((texts for holds, texts in KINDS if holds(column)), [])
        for row, text in zip(chance.sample(rows, len(texts)), texts, strict=True):
            row[column] = text


def _repeat(rows: list[Row], chance: random.Random) -> None:
    """Rows that come twice: the same, a later version, and two that no time tells apart."""
    for row in chance.sample(rows, len(rows) // 20):
        later = dict(row)
        for column in chance.sample(list(row), 2):
            later[column] = chance.choice(rows)[column]
        rows.extend([dict(row), later])
