"""CSV as people's tools write it: read row by row, or told by file and line."""

import csv
import io
import random
from pathlib import Path

import pytest
from conftest import PROJECT, query, run_dbt

RAW = PROJECT / "seeds" / "raw"
REQUIRED = ["tickets", "ticket_events", "orders", "refunds"]
NAMES = ["customer_id", "email", "full_name", "region", "loaded_at"]
LOADED = "2026-01-03 10:00:00"
CANARY = "canary-7431@example.com"


class Export:
    """A folder with the required tables of the sample, to which files are added.

    Args:
        folder: of the export; one folder a table.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for table in REQUIRED:
            self.add(table, "0.csv", (RAW / f"{table}.csv").read_bytes())

    def add(self, table: str, name: str, content: bytes) -> Path:
        """Write a file of a table and return its path."""
        path = self.folder / table / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def build(self, *models: str) -> tuple[str, Path]:
        """Build some models of all files; the console and the warehouse."""
        warehouse = self.folder / "warehouse.duckdb"
        ran = run_dbt(
            *("run", "--select", *models),
            warehouse=warehouse,
            variables=f'{{raw_location: "{self.folder}/{{name}}/*.csv"}}',
            log=True,
            artifacts=True,
        )
        return ran.stdout, warehouse


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """An export of the required tables."""
    return Export(tmp_path / "export")


def written(rows: list[list[str]], random_: random.Random, **dialect: object) -> bytes:
    """Rows as some tool would write them: line ends, quotes, marks and blank lines vary."""
    ends = random_.choice(["\n", "\r\n", "\r", "mixed"])
    text = ""
    for number, row in enumerate(rows):
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\r\n", **dialect).writerow(row)
        end = random_.choice(["\n", "\r\n"]) if ends == "mixed" else ends
        is_last = number == len(rows) - 1
        text += line.getvalue().removesuffix("\r\n")
        text += "" if is_last and random_.random() < 0.2 else end
    text += ("\n" if ends == "mixed" else ends) * random_.choice([0, 0, 2])
    return (b"\xef\xbb\xbf" if random_.random() < 0.3 else b"") + text.encode()


def test_well_formed_files_are_read_row_by_row(export: Export) -> None:
    """Delimiters, line ends, quotes, order of columns and signs at random, in one folder."""
    random_ = random.Random(7431)
    signs = [*'abcXYZ 019#;,|\t"\\/%-@é中😀', "\n", "\r\n", "\r", "//", '""', "''"]
    expected = {}
    for number in range(120):
        columns = random_.sample(NAMES, len(NAMES))
        if random_.random() < 0.3:
            columns.insert(random_.randint(0, 5), random_.choice(["Extra 2", "#", "note;x", ""]))
        rows = [columns]
        for row_number in range(random_.choice([0, 1, 2, 40])):
            key = random_.choice(["#{}", "{}", '"{}"', " {}", "//{}"])
            row = {name: "".join(random_.choices(signs, k=random_.randint(0, 8))) for name in NAMES}
            row |= {"customer_id": key.format(f"{number}-{row_number}"), "loaded_at": LOADED}
            expected[row["customer_id"]] = [row["email"], row["full_name"], row["region"]]
            rows.append([row.get(name, "x") for name in columns])
        quoting = random_.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        delimiter = random_.choice(",;\t|")
        export.add(
            "customers",
            f"{number}.csv",
            written(rows, random_, quoting=quoting, delimiter=delimiter),
        )
    console, warehouse = export.build("base_shop__customers")
    assert "Completed successfully" in console, console
    read = {
        key: [value or "" for value in values]
        for key, *values in query(
            warehouse,
            "select customer_id, email, full_name, region from staging.base_shop__customers",
        )
    }
    assert len(expected) > 1000
    assert read.keys() == expected.keys()
    for key, values in expected.items():
        assert read[key] == [value if value.strip() else "" for value in values], key


def test_files_of_the_kinds_that_engines_guess_wrong_are_read(export: Export) -> None:
    """Rows like comments, one column, dates first, footers, thousands of files."""
    export.add("agents", "one_column.csv", b"agent_id\n#1\n\nA2\n")
    export.add(
        "surveys",
        "dates_first.csv",
        b"sent_at;loaded_at;survey_id;survey_type;score\n"
        b"2026-01-02 09:00:00;2026-01-02 09:00:00;#S1;csat;5\n"
        b"2026-01-02 09:00:00;2026-01-02 09:00:00;;csat;5\n",
    )
    export.add("surveys", "empty.csv", b"")
    header = b"update_id,order_id,update_type,sent_at,loaded_at\n"
    row = "{0},#{0},shipped,2026-01-02 09:00:00,2026-01-02 09:00:00\n"
    for number in range(2000):
        export.add("order_updates", f"{number}.csv", header + row.format(number).encode())
    export.add("order_updates", "footer.csv", header + row.format("x").encode() + b"2 rows,,,,\n")
    words = ["", "NULL", "null", "None", "nan", "NaN", "<NA>", "\\N", "NA", '"NULL"']
    lines = [f"c{number},{word},{LOADED}" for number, word in enumerate(words)]
    export.add(
        "customers", "words.csv", "\n".join(["customer_id,region,loaded_at", *lines]).encode()
    )
    console, warehouse = export.build(
        "+base_shop__order_updates",
        "path:models/staging/helpdesk/base",
        "base_shop__customers",
        "stg_helpdesk__tickets",
    )
    assert "Completed successfully" in console, console
    counts = """
        select
            (select list(agent_id order by agent_id nulls first)
                from staging.base_helpdesk__agents),
            (select list(survey_id order by survey_id nulls first)
                from staging.base_helpdesk__surveys),
            (select count(*) from staging.base_shop__order_updates),
            (select list(region) from staging.base_shop__customers where region is not null)
    """
    assert query(warehouse, counts) == [([None, "#1", "A2"], [None, "#S1"], 2002, ["NA"])]


# What is wrong, the lines after the first, and what is told of the second of them.
MALFORMED = {
    "short": ("c2,{canary},Ann\n", "line 3: 3 fields where the first line names 5"),
    "long": ("c2,{canary},Ann,de,{loaded},x\n", "line 3: 6 fields"),
    "one_empty_too_many": ("c2,{canary},Ann,de,{loaded},\n", "line 3: 6 fields"),
    "wider_half_way": ("c2,{canary},Ann,de,{loaded},1\n" * 3, "line 3: 6 fields"),
    "never_closed": ('c2,"{canary},Ann,de,{loaded}\n', "line 3: a quote that is never closed"),
    "within": ('c2,"{canary}" Ann,Ann,de,{loaded}\n', "line 3: a quote that is never closed"),
    "backslash": ('c2,"\\"{canary}\\"",A,de,{loaded}\n', "line 3: a quote that is never closed"),
    "latin_1": ("c2,{canary},Zoë,de,{loaded}\n", "line 3: not UTF-8. Save the file as UTF-8"),
    "mixed_ends_short": ("c2,{canary},Ann\r\n", "line 3: 3 fields"),
    "mixed_ends_long": ("c2,{canary},Ann,de,{loaded},x\r\n", "line 3: 6 fields"),
    "mixed_ends_open": ('c2,"{canary},Ann,de,{loaded}\r\n', "line 3: a quote that is never closed"),
}


def malformed_files() -> dict[str, bytes]:
    """Files of customers with what is wrong in the third line, by what that is."""
    first = ",".join(NAMES) + f"\nc1,{CANARY},Ann,de,{LOADED}\n"
    last = f"c9,{CANARY},Ann,de,{LOADED}\n"
    texts = {
        kind: first + line.format(canary=CANARY, loaded=LOADED) + last
        for kind, (line, _) in MALFORMED.items()
    }
    return {kind: text.encode("latin-1") for kind, text in texts.items()}


def test_lines_that_are_not_well_formed_are_told_and_not_quoted(export: Export) -> None:
    for kind, text in malformed_files().items():
        export.add("customers", f"{kind}.csv", text)
    export.add("agents", "utf_16.csv", "agent_id,team\nA1,x\n".encode("utf-16"))
    export.add("surveys", "no_names.csv", f"S1,csat,{CANARY},5,{LOADED}\n".encode())
    export.add("fixes", "empty.csv", b"")
    console, warehouse = export.build("base_shop__customers")
    [line] = [line for line in console.splitlines() if "raw input:" in line]
    for kind, (_, told) in MALFORMED.items():
        [fault] = [fault for fault in line.split("; ") if f"/{kind}.csv" in fault]
        assert told in fault, kind
    assert "no_names.csv has none of the columns of surveys, its first line names none. Add" in line
    assert "utf_16.csv has none of the columns of agents, it is not UTF-8" in line
    for path in [*warehouse.parent.rglob("target/**/*"), *warehouse.parent.rglob("logs/**/*")]:
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path
    assert CANARY not in console
