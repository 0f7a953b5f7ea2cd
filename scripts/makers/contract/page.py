"""docs/contract.md: the raw tables as tables to read, and queries to fill in."""

import re
from collections.abc import Sequence
from pathlib import Path

from .stated import SOURCES, Column, NotStated, Table
from .words import examples, held

PAGE = Path("docs/contract.md")
BEGIN = "<!-- written by `make contract` -->\n"

EMPTY = {"no": "no", "yes": "yes", "false": "yes: false"}
IF_BAD = {
    "rejected": "row rejected",
    "empty": "reads as empty",
    "unknown": "kept as unknown",
    "-": "",
}
# What a query casts to, on nearly every engine.
CASTS = {
    "id": "varchar",
    "text": "varchar",
    "list": "varchar",
    "time": "timestamp",
    "number": "decimal(18, 2)",
    "whole": "integer",
    "flag": "boolean",
}


def page(project: Path, tables: Sequence[Table]) -> str:
    """The page once it is in step: what stands above the mark is kept.

    Args:
        project: the project's folder.
        tables: what is stated.

    Raises:
        NotStated: the page has no mark, or a table has no example.
        OSError: a file cannot be read.
    """
    above, mark, _ = (project / PAGE).read_text(encoding="utf-8").partition(BEGIN)
    if not mark:
        raise NotStated(f"{PAGE}: no line '{BEGIN.strip()}'")
    sources = (project / SOURCES).read_text(encoding="utf-8")
    parts = [_part(table, _described(sources, table), examples(project, table)) for table in tables]
    return above + mark + "".join(parts)


def _described(sources: str, table: Table) -> str:
    """What a source says of itself."""
    found = re.search(
        rf"- name: {table.name}\n +description: >?\n?((?:(?! +columns:).*\n)+)", sources
    )
    if not found:
        raise NotStated(f"{SOURCES}: {table.name} has no description")
    return " ".join(found[1].split())


def _part(table: Table, described: str, shown: dict[str, str]) -> str:
    """Heading, words, table and query of a raw table."""
    facts = [f"Key: {_names(table.key)}."]
    if table.parent:
        column, parent = table.parent
        facts.append(f"Without its row in `{parent}` (`{column}`) a row is rejected.")
    facts += [
        f"Rejected as `{check.reason}` is a row where `{check.when}`." for check in table.checks
    ]
    rows = [
        f"| `{column.name}` | {column.kind} | {EMPTY[column.empty]} | {_held(column)}"
        f" | {IF_BAD[column.if_bad]} | {_cell(shown[column.name])} |"
        for column in table.columns
    ]
    query = [
        f"    cast(null as {CASTS[column.kind]}) as {column.name}"
        f"{',' if column is not table.columns[-1] else ''}"
        f"{'' if column.empty == 'no' else '  -- may be left out'}"
        for column in table.columns
    ]
    return "\n".join(
        [
            f"\n## {table.name}\n",
            f"{described} {' '.join(facts)}\n",
            "| column | kind | may be empty | must hold | a bad value | example |",
            "|---|---|---|---|---|---|",
            *rows,
            "\n```sql",
            f"create view export.{table.name} as",
            "select",
            *query,
            "from your_table;",
            "```\n",
        ]
    )


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _held(column: Column) -> str:
    where = [f"only where `{column.where}`"] if column.where else []
    return "; ".join([*where, *held(column)])


def _cell(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"
