"""An export of files as people's tools write them, for two engines to read alike.

Whatever is awkward in one raw table is in one folder of it: CSV of many dialects, Parquet files
whose columns come in other types and other numbers.
"""

import csv
import io
import random
from pathlib import Path

import duckdb
from awkward_shop import awkward_shop, write_parquet

LOADED = "2026-01-03 10:00:00"
NAMES = ["customer_id", "email", "full_name", "region", "loaded_at"]
SIGNS = [*'abcXYZ 019#;,|\t"\\/%-@é中😀', "\n", "\r\n", "\r", "//", '""', "''", "${x}", "İ"]

# Orders in one folder, each file with its own types: how drivers and tools write the same.
ORDERS = {
    "naive": """
        range as order_id, range + 0.0 as customer_id, 'de' as region,
        timestamp '2026-03-29 01:30:00.123456' + to_minutes(cast(range as integer)) as ordered_at,
        cast(range / 7 as double) as total_amount, range % 2 = 0 as is_test,
        timestamptz '2026-04-01 00:00:00+02' as loaded_at""",
    "nanoseconds": """
        'N' || range as order_id, 'C1' as customer_id, 'us' as region,
        timestamp_ns '2026-01-31 09:00:00.123456789' as ordered_at,
        cast(range / 7 as decimal(12, 2)) as total_amount, cast(range % 3 as tinyint) as is_test,
        date '2026-02-01' as loaded_at""",
    "floats": """
        cast(range as double) as order_id, range + 0.5 as customer_id, null as region,
        timestamp_s '2026-01-31 09:00:00' as ordered_at,
        cast(range / 7 as float) as total_amount, cast(range % 2 as double) as is_test,
        timestamp_ms '2026-02-01 00:00:00' as loaded_at""",
    "large_floats": """
        cast(9007199254740993 + 1000003 * range as double) as order_id,
        1e15 * range + 0.25 as customer_id, 'de' as region, '2026-01-31 09:00:00' as ordered_at,
        case when range % 2 = 0 then 123456789.12e0 * range else 'nan' end as total_amount,
        null as is_test, '2026-02-01' as loaded_at""",
    "bytes": """
        encode('B' || range || 'é') as order_id, '\\xFF\\x00\\x5C\\x41'::blob as customer_id,
        cast(range as integer) as region, timestamptz '2026-01-31 09:00:00+05:30' as ordered_at,
        cast(range as ubigint) as total_amount, 'Yes' as is_test,
        timestamp '2026-02-01 00:00:00' as loaded_at""",
    "numbers": """
        cast(range as decimal(10, 2)) / 2 as order_id, cast(range as decimal(18, 0)) as customer_id,
        true as region, date '2026-01-31' as ordered_at, cast(range as smallint) as total_amount,
        ' 1.0' as is_test, timestamp '2026-02-01 00:00:00' as loaded_at""",
    "other_columns": """
        'O' || range as order_id, [1, 2] as tags, {'a': 1} as detail, time '09:00' as hour,
        timestamp '2026-01-31 09:00:00' as ordered_at, '12.5' as total_amount""",
}


def write_export(folder: Path) -> None:
    """Write the export: one folder a table.

    Args:
        folder: where to; made.
    """
    random_ = random.Random(7431)
    tables = awkward_shop()
    write_parquet({name: tables[name] for name in ("ticket_events", "refunds")}, folder)
    for name in ("tickets", "surveys", "order_lines", "fixes"):
        rows = tables[name]
        half = len(rows) // 2
        for number, some in enumerate((rows[:half], rows[half:])):
            columns = random_.sample(list(rows[0]), len(rows[0]))
            cells = [columns, *([row[column] or "" for column in columns] for row in some)]
            _write(folder, name, number, _written(cells, random_, delimiter=",;\t|"[number]))
    for number, rows in enumerate(_customers(random_)):
        quoting = random_.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        dialect = {"quoting": quoting, "delimiter": random_.choice(",;\t|")}
        _write(folder, "customers", number, _written(rows, random_, **dialect))
    for number, ending in enumerate(["\n", "\r\n", "\r"]):
        lines = ["agent_id", "#1", "", f"A{number}", '"x""y"', " ", ""]
        _write(folder, "agents", number, ending.join(lines).encode())
    words = ["", "NULL", "null", "None", "nan", "NaN", "NaT", "<NA>", "\\N", "NA", '"NULL"']
    lines = [f"U{number},{word},shipped,{LOADED},{LOADED}" for number, word in enumerate(words)]
    header = "update_id,order_id,update_type,sent_at,loaded_at"
    _write(folder, "order_updates", "words '`$ +%41é", "\n".join([header, *lines]).encode())
    _write(
        folder, "order_updates", "~(a);b#=&!", f"{header}\nU,1,delayed,{LOADED},{LOADED}\n".encode()
    )
    _write_orders(folder / "orders")


def _customers(random_: random.Random) -> list[list[list[str]]]:
    """Files of customers, each a list of rows, the first of which has the names."""
    files = []
    for number in range(12):
        columns = random_.sample(NAMES, len(NAMES))
        if random_.random() < 0.3:
            columns.insert(random_.randint(0, 5), random_.choice(["Extra 2", "#", "note;x", ""]))
        rows = [columns]
        for row_number in range(random_.choice([0, 2, 80])):
            key = random_.choice(["#{}", "{}", '"{}"', " {}", "//{}"])
            row = {name: "".join(random_.choices(SIGNS, k=random_.randint(0, 8))) for name in NAMES}
            row |= {"customer_id": key.format(f"{number}-{row_number}"), "loaded_at": LOADED}
            cells = [row.get(name, "x") for name in columns]
            # behind it a line may end in a carriage return, too: Spark cannot tell
            rows.append([*cells[:-1], cells[-1].rstrip("\r")])
        files.append(rows)
    return files


def _written(rows: list[list[str]], random_: random.Random, **dialect: object) -> bytes:
    """Rows as some tool would write them: line ends, quotes, marks and blank lines vary."""
    ends = random_.choice(["\n", "\r\n", "\r", "mixed"])
    text = ""
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\r\n", **dialect).writerow(row)
        end = random_.choice(["\n", "\r\n"]) if ends == "mixed" else ends
        text += line.getvalue().removesuffix("\r\n") + end
    text += ("\n" if ends == "mixed" else ends) * random_.choice([0, 0, 2])
    return (b"\xef\xbb\xbf" if random_.random() < 0.3 else b"") + text.encode()


def _write(folder: Path, table: str, name: object, content: bytes) -> None:
    path = folder / table / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _write_orders(folder: Path) -> None:
    folder.mkdir()
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name, columns in ORDERS.items():
            rows = connection.sql(f"select {columns} from range(40)")
            rows.write_parquet(str(folder / f"{name}.parquet"))
