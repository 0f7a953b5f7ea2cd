"""The raw contract as the base_ models state it, a table of words in each of them."""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

SOURCES = "models/staging/_raw__sources.yml"
BASE_MODELS = "models/staging/*/base/base_*__*.sql"
REFERENCE = "seeds/reference/{}.csv"

KINDS = ("id", "text", "list", "time", "number", "whole", "flag")
HEADINGS = ("column", "kind", "empty", "if bad", "must hold")
REASONS = ("bad_score",)
IF_MISSING = {"the build stops": False, "no rows": True}
NUMBER = r"-?\d+(?:\.\d+)?"


class NotStated(Exception):
    """A contract cannot be read; the message names file and column in one line."""


@dataclass(frozen=True)
class Column:
    """What a column of a raw table must hold.

    Attributes:
        name: of the column.
        kind: one of KINDS.
        empty: `no`, `yes`, or of a flag `false`: what an empty one means.
        if_bad: `rejected`, `empty` (a number reads as empty), `unknown` (a word that no
            list knows is kept) or `-` (nothing can be bad).
        values: the only words allowed; none: any.
        minimum: the lowest number allowed, as written; empty without one.
        below: the number that is too large, as written; empty without one.
        where: SQL of the rows that are judged; empty for all.
        may_lie_ahead: a time may lie after the load.
        is_day_end: a day alone means its last microsecond.
    """

    name: str
    kind: str
    empty: str
    if_bad: str
    values: tuple[str, ...] = ()
    minimum: str = ""
    below: str = ""
    where: str = ""
    may_lie_ahead: bool = False
    is_day_end: bool = False


@dataclass(frozen=True)
class Check:
    """What only one table must hold: the reason to reject a row, in words, and as SQL."""

    reason: str
    says: str
    when: str


@dataclass(frozen=True)
class Table:
    """What the rows of a raw table must hold.

    Attributes:
        name: of the raw table.
        domain: the folder of its models.
        stated: MD5 of the words, by which dbt sees that they were edited.
        key: the columns that name a row.
        changed_at: the column that breaks ties of loaded_at; empty without one.
        parent: a column and the table or seed that must hold it; empty without one.
        is_optional: the table may be missing.
        columns: in their order.
        checks: what only this table must hold.
    """

    name: str
    domain: str
    stated: str
    key: tuple[str, ...] = ()
    changed_at: str = ""
    parent: tuple[str, ...] = ()
    is_optional: bool = False
    columns: tuple[Column, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def base(self) -> str:
        """Its model of all versions."""
        return f"base_{self.domain}__{self.name}"

    @property
    def staging(self) -> str:
        """Its model of the versions that count."""
        return f"stg_{self.domain}__{self.name}"


def read_contract(project: Path) -> list[Table]:
    """Read what the base_ models state.

    Args:
        project: the project's folder.

    Returns:
        The raw tables, in the order of the sources.

    Raises:
        NotStated: a contract cannot be read, names a parent that is not there, or is of a
            table that is no source.
        OSError: a file cannot be read.
    """
    sources = (project / SOURCES).read_text(encoding="utf-8")
    tables = {}
    for path in sorted(project.glob(BASE_MODELS)):
        table = _table(path, path.relative_to(project).as_posix())
        tables[table.name] = table
    for table in tables.values():
        parent = table.parent[1] if table.parent else table.name
        if parent not in tables and not (project / REFERENCE.format(parent)).is_file():
            raise NotStated(f"{_file(table)}, parent: no raw table or seed is called {parent}")
        if f"- name: {table.name}\n" not in sources:
            raise NotStated(f"{SOURCES}: no table {table.name}, which {_file(table)} states")
    return sorted(tables.values(), key=lambda table: sources.index(f"- name: {table.name}\n"))


def _file(table: Table) -> str:
    return f"models/staging/{table.domain}/base/{table.base}.sql"


def _table(path: Path, file: str) -> Table:
    """The contract of a base_ model."""
    text = path.read_text(encoding="utf-8")
    block = re.search(r"\{% set contract %\}(.*?)\{% endset %\}", text, flags=re.DOTALL)
    name = re.fullmatch(r"base_([a-z]+)__([a-z_]+)", path.stem)
    if not block or not name:
        raise NotStated(f"{file}: no {{% set contract %}} … {{% endset %}}")
    if f"judged_rows('{name[2]}', contract)" not in text:
        raise NotStated(f"{file}: no judged_rows('{name[2]}', contract)")
    stated = hashlib.md5(block[1].encode(), usedforsecurity=False).hexdigest()
    table = Table(name=name[2], domain=name[1], stated=stated)
    is_in_columns = False
    for line in _whole_lines(block[1]):
        cells = re.split(r" {2,}", line, maxsplit=len(HEADINGS) - 1)
        if tuple(cells) == HEADINGS:
            is_in_columns = True
        elif cells[0] == "check":
            is_in_columns = False
            table = replace(table, checks=(*table.checks, _check(" ".join(cells[1:]), file)))
        elif is_in_columns:
            table = replace(table, columns=(*table.columns, _column(cells, file)))
        else:
            table = _headed(table, cells, file)
    return _checked(table, file)


def _whole_lines(text: str) -> list[str]:
    """The lines that say something; an indented one goes on with the one before."""
    lines: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        if line[0].isspace() and lines:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.rstrip())
    return lines


def _headed(table: Table, cells: list[str], file: str) -> Table:
    """The table with what a line above its columns says."""
    word, said = cells[0], " ".join(cells[1:])
    if word == "key":
        return replace(table, key=tuple(said.split(", ")))
    if word == "changed_at":
        return replace(table, changed_at=said)
    if word == "if missing" and said in IF_MISSING:
        return replace(table, is_optional=IF_MISSING[said])
    if word == "parent" and re.fullmatch(r"\w+ in \w+", said):
        return replace(table, parent=tuple(said.split(" in ")))
    raise NotStated(f"{file}: cannot read '{' '.join(cells)}'")


def _check(said: str, file: str) -> Check:
    found = re.fullmatch(r"(\w+): (.+?) where (.+)", said)
    if not found or found[1] not in REASONS:
        raise NotStated(
            f"{file}: cannot read 'check {said}' ({', '.join(REASONS)}: words where SQL)"
        )
    return Check(reason=found[1], says=found[2], when=found[3])


def _column(cells: list[str], file: str) -> Column:
    """A column of its line."""
    place = f"{file}, column {cells[0]}"
    if len(cells) < len(HEADINGS) - 1:
        raise NotStated(f"{place}: its line has not {', '.join(HEADINGS[1:4])}, two spaces apart")
    column = Column(*cells[:4])
    if column.kind not in KINDS:
        raise NotStated(f"{place}: no kind is called {column.kind} ({', '.join(KINDS)})")
    if column.empty not in (["no", "false"] if column.kind == "flag" else ["no", "yes"]):
        raise NotStated(f"{place}: empty is no, yes or, of a flag, false, not {column.empty}")
    for phrase in filter(None, " ".join(cells[4:]).split("; ")):
        column = replace(column, **_held(phrase, column.kind, place))
    can_be_bad = column.empty == "no" or column.kind not in ("id", "text") or column.where
    fits = {
        "rejected": can_be_bad,
        "empty": column.kind == "number",
        "unknown": column.kind == "list" and not column.values,
        "-": not can_be_bad,
    }
    if not fits.get(column.if_bad):
        likely = ", ".join(word for word in fits if fits[word])
        raise NotStated(f"{place}: if bad is {likely}, not {column.if_bad}")
    return column


def _held(phrase: str, kind: str, place: str) -> dict[str, object]:
    """What a phrase of the last cell says of a column."""
    phrases = {
        "list": {r"one of (\w+(?: \w+)*)": lambda found: {"values": tuple(found[1].split())}},
        "time": {
            r"may lie ahead": lambda _: {"may_lie_ahead": True},
            r"a day means its end": lambda _: {"is_day_end": True},
        },
        "number": {
            rf"({NUMBER}) or more": lambda found: {"minimum": found[1]},
            rf"below ({NUMBER})": lambda found: {"below": found[1]},
        },
    }
    of_kind = phrases.get("number" if kind == "whole" else kind, {})
    for pattern, said in {r"where (.+)": lambda found: {"where": found[1]}, **of_kind}.items():
        found = re.fullmatch(pattern, phrase)
        if found:
            return said(found)
    raise NotStated(f"{place}: no {kind} holds '{phrase}'")


def _checked(table: Table, file: str) -> Table:
    """The table itself, once its parts fit each other."""
    names = [column.name for column in table.columns]
    if not table.key:
        raise NotStated(f"{file}: no key")
    for name in {name for name in names if names.count(name) > 1}:
        raise NotStated(f"{file}, column {name}: it is there twice")
    for name in (*table.key, table.changed_at, *table.parent[:1], "loaded_at"):
        if name and name not in names:
            raise NotStated(f"{file}, column {name}: it has no line")
    return table
