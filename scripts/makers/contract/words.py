"""What is said of a column to people: its rule in words, its type, an example."""

import csv
import re
from pathlib import Path

from .stated import Column, NotStated, Table

SAMPLE = Path("seeds/raw")
DOCS = "models/**/*.md"

# dbt's own names of types, the same on every engine.
TYPES = {
    "id": "string",
    "text": "string",
    "list": "string",
    "time": "timestamp",
    "number": "decimal(18, 6)",
    "whole": "bigint",
    "flag": "boolean",
}
KINDS = {
    "id": "Id",
    "text": "Text",
    "list": "Label",
    "time": "Time, UTC",
    "number": "Number",
    "whole": "Whole number",
    "flag": "True or false",
}
EMPTY = {"no": "required", "yes": "may be empty", "false": "empty means false"}
IF_BAD = {
    "rejected": "else the row is rejected",
    "empty": "a bad one reads as empty",
    "unknown": "an unknown one is kept",
    "-": "",
}


def rule(column: Column) -> str:
    """What a column must hold, in one sentence.

    Args:
        column: of the contract.
    """
    parts = [f"{KINDS[column.kind]}, {EMPTY[column.empty]}"]
    if column.where:
        parts[0] += f" where {column.where}"
    parts += held(column)
    if IF_BAD[column.if_bad]:
        parts.append(IF_BAD[column.if_bad])
    return "; ".join(parts) + "."


def held(column: Column) -> list[str]:
    """What must hold of a value, besides its kind.

    Args:
        column: of the contract.
    """
    parts = []
    if column.values:
        parts.append("one of " + ", ".join(f"`{value}`" for value in column.values))
    if column.minimum:
        parts.append(f"{column.minimum} or more")
    if column.below:
        parts.append(f"below {column.below}")
    if column.may_lie_ahead:
        parts.append("may lie ahead")
    if column.is_day_end:
        parts.append("a day alone is its last microsecond")
    return parts


def examples(project: Path, table: Table) -> dict[str, str]:
    """The first value of each column in the sample that its list, if any, knows.

    Args:
        project: the project's folder.
        table: of the contract.

    Raises:
        NotStated: the sample has no such column, or no value in it.
        OSError: the sample's file cannot be read.
    """
    file = SAMPLE / f"{table.name}.csv"
    found: dict[str, str] = {}
    with (project / file).open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for column in table.columns:
                value = (row.get(column.name) or "").strip()
                if value and (not column.values or value in column.values):
                    found.setdefault(column.name, value)
            if len(found) == len(table.columns):
                return found
    missing = next(column.name for column in table.columns if column.name not in found)
    raise NotStated(f"{file}, column {missing}: no value that can be an example")


def doc_blocks(project: Path) -> set[str]:
    """Names of the texts that dbt's descriptions can refer to.

    Args:
        project: the project's folder.
    """
    texts = (path.read_text(encoding="utf-8") for path in project.glob(DOCS))
    return {name for text in texts for name in re.findall(r"\{% docs (\w+) %\}", text)}


def doc_block(table: Table, column: Column, blocks: set[str]) -> str:
    """The text that describes a column: raw_ticket_status, ticket_status, raw_status, status.

    Args:
        table: of the contract.
        column: of the table.
        blocks: names of the texts that are there.

    Raises:
        NotStated: there is none.
    """
    row = table.key[-1].removesuffix("_id").removesuffix("_number")
    names = (f"raw_{row}_{column.name}", f"{row}_{column.name}", f"raw_{column.name}", column.name)
    for name in names:
        if name in blocks:
            return name
    raise NotStated(
        f"models/staging/{table.domain}/_{table.domain}__docs.md: no {{% docs {column.name} %}}"
        f" or {{% docs {names[1]} %}} for column {column.name} of {table.name}"
    )
