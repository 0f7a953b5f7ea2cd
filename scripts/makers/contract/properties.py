"""The columns of raw tables in dbt's properties: sources, seeds, base_ and stg_ models."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from yaml_lines import entries, item

from .stated import SOURCES, Column, NotStated, Table
from .words import TYPES, doc_block, doc_blocks, examples, rule

SEEDS = "seeds/raw/_raw__seeds.yml"
# What judging adds to every base_ model.
JUDGED = {"row_key": "string", "faults": "string", "is_valid": "boolean", "is_latest": "boolean"}

Lines = list[str]


def properties(project: Path, tables: Sequence[Table]) -> dict[Path, str]:
    """What the properties hold once they are in step.

    Args:
        project: the project's folder.
        tables: what is stated.

    Returns:
        Path below the project's folder, and text.

    Raises:
        NotStated: a column is not described, or a file has no entry for a table.
        OSError: a file cannot be read.
    """
    blocks = doc_blocks(project)
    files = {Path(SOURCES), Path(SEEDS), *(_models(table) for table in tables)}
    texts = {file: (project / file).read_text(encoding="utf-8") for file in sorted(files)}
    for table in tables:
        shown = examples(project, table)
        described = {
            column.name: f"{{{{ doc('{doc_block(table, column, blocks)}') }}}} {rule(column)}"
            f" Example: `{shown[column.name]}`."
            for column in table.columns
        }
        source = _Entry(Path(SOURCES), table.name, 6)
        source.put(texts, "columns", _columns(table, described, 10, TYPES))
        seed = _Entry(Path(SEEDS), table.name, 2)
        seed.put(texts, "columns", _columns(table, described, 6, {}))
        # text as delivered, so that what does not parse is judged
        types = [f"        {column.name}: string" for column in table.columns]
        seed.put(texts, "  column_types", types)
        staging = _Entry(_models(table), table.staging, 2)
        staging.put(texts, "columns", _anchored(table, described))
        base = _Entry(_models(table), table.base, 2)
        base.put(texts, "columns", _judged(table, described))
    return texts


class _Entry:
    """An entry of a file of properties: `- name: …`, indented by some columns."""

    def __init__(self, file: Path, name: str, indent: int) -> None:
        self.file, self.name, self.indent = file, name, indent

    def put(self, texts: dict[Path, str], key: str, lines: Lines) -> None:
        """Replace what stands below a key, which is there."""
        margin = " " * self.indent
        below = len(re.match(" *", key)[0]) + self.indent + 2
        place = re.compile(
            rf"(^{margin}- name: {self.name}\n(?:{margin} .*\n|\n)*?{margin}  {key}:\n)"
            rf"(?:{' ' * below} +.*\n)*",
            flags=re.MULTILINE,
        )
        if not place.search(texts[self.file]):
            raise NotStated(f"{self.file}: {self.name} has no {key.strip()}")
        text = "".join(f"{line}\n" for line in lines)
        texts[self.file] = place.sub(lambda found: found[1] + text, texts[self.file], count=1)


def _models(table: Table) -> Path:
    return Path(f"models/staging/{table.domain}/_{table.domain}__models.yml")


def _column(
    column: Column, description: str, types: Mapping[str, str] = TYPES
) -> Mapping[str, object]:
    data_type = {"data_type": types[column.kind]} if types else {}
    return {"name": column.name, **data_type, "description": description}


def _columns(
    table: Table, described: Mapping[str, str], indent: int, types: Mapping[str, str]
) -> Lines:
    """Columns with the types of their kinds, where they have any."""
    return [
        line
        for column in table.columns
        for line in item(_column(column, described[column.name], types), indent)
    ]


def _anchored(table: Table, described: Mapping[str, str]) -> Lines:
    """Columns of a stg_ model, which its base_ model repeats by their anchors."""
    lines = []
    for column in table.columns:
        entry = _column(column, described[column.name])
        if table.key == (column.name,):
            lines += item({**entry, "data_tests": ["unique", "not_null"]}, 6)
        else:
            lines += [f"      - &{table.name}__{column.name}", *entries(entry, 8)]
    return lines


def _judged(table: Table, described: Mapping[str, str]) -> Lines:
    """Columns of a base_ model."""
    lines = []
    for column in table.columns:
        if table.key == (column.name,):
            entry = _column(column, described[column.name])
            lines += item(entry, 6)
        else:
            lines.append(f"      - *{table.name}__{column.name}")
    for name, data_type in JUDGED.items():
        described_by = f"\"{{{{ doc('{name}') }}}}\""
        lines.append(
            f"      - {{name: {name}, data_type: {data_type}, description: {described_by}}}"
        )
    return lines
