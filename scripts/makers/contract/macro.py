"""The contract as a macro: what dbt can read while it parses, and in unit tests."""

from collections.abc import Sequence

from .stated import Column, Table

WIDTH = 88
ABOVE = """\
{#- What the base_ models state, for all that reads or judges raw rows: models, hooks and
    checks, also while dbt parses and in unit tests, where no model sees another one.
    Written by `make contract`; edit the tables in models/staging/*/base.

    stated      MD5 of the words, by which judged_rows() sees that they were edited
    domain      the middle of base_<domain>__<table>
    key         the columns that name a row
    optional    the table may be missing: "none of those"
    changed_at  breaks ties between versions with the same loaded_at
    parent      [column, model, key, model of all versions]: the row is an orphan without it
    checks      what only this table must hold: reason, says, when
    columns     column: kind, and
                  nullable   may be empty
                  values     the list it must come from
                  minimum    the lowest number allowed
                  below      the number that is too large
                  is_kept    a bad value is no reason to reject: a number is nulled,
                             a list value becomes the unknown one downstream
                  only_if    judged in these rows only
                  is_planned a time that may lie in the future
                  is_day_end a day alone means its last microsecond

    Kinds: id (kept as it is), text, list (stripped, lower case), time (UTC),
    number (below 10^12 by its size), whole (a number without fraction), flag (empty:
    false, unless required).
    Time kinds and numbers arrive typed or as text; see raw_value(). -#}
{% macro raw_contract() %}
    {% do return({
"""
BELOW = """\
    }) %}
{% endmacro %}
"""


def macro(tables: Sequence[Table]) -> str:
    """The text of macros/raw/raw_contract.sql.

    Args:
        tables: what is stated.
    """
    return ABOVE + "".join(_table(table, tables) for table in tables) + BELOW


def _table(table: Table, tables: Sequence[Table]) -> str:
    facts = [f"'stated': '{table.stated}', 'domain': '{table.domain}',"]
    facts.append(f"'key': {list(table.key)},")
    if table.is_optional:
        facts.append("'optional': true,")
    if table.changed_at:
        facts.append(f"'changed_at': '{table.changed_at}',")
    if table.parent:
        facts.append(f"'parent': {_parent(table, tables)},")
    lines = [f"        '{table.name}': {{", *_filled(facts, 12), "            'columns': {"]
    for column in table.columns:
        rules = [f"'{word}': {value}," for word, value in _rules(column).items()]
        one_line = f"'{column.name}': {{{' '.join(rules)[:-1]}}},"
        if len(one_line) + 16 <= WIDTH:
            lines.append(" " * 16 + one_line)
        else:
            lines += [f"                '{column.name}': {{", *_filled(rules, 20), " " * 16 + "},"]
    lines.append("            },")
    if table.checks:
        lines.append("            'checks': [")
        for check in table.checks:
            said = [f"'reason': '{check.reason}',", f"'says': '{_escaped(check.says)}',"]
            said.append(f"'when': {_quoted(check.when)},")
            lines += [" " * 16 + "{", *_filled(said, 20), " " * 16 + "},"]
        lines.append("            ],")
    return "\n".join([*lines, "        },", ""])


def _filled(parts: Sequence[str], indent: int) -> list[str]:
    """Parts one after the other, as many in a line as fit."""
    lines = [" " * indent + parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + 1 + len(part) <= WIDTH:
            lines[-1] += f" {part}"
        else:
            lines.append(" " * indent + part)
    return lines


def _parent(table: Table, tables: Sequence[Table]) -> str:
    column, name = table.parent
    for other in tables:
        if other.name == name:
            return f"['{column}', '{other.staging}', '{column}', '{other.base}']"
    return f"['{column}', '{name}', '{column}', none]"


def _rules(column: Column) -> dict[str, str]:
    """What is not what a column is anyway, as Jinja."""
    rules = {
        "kind": f"'{column.kind}'",
        "nullable": "true" if column.empty != "no" else "",
        "values": str(list(column.values)) if column.values else "",
        "minimum": column.minimum,
        "below": column.below,
        "is_kept": "true" if column.if_bad in ("empty", "unknown") else "",
        "only_if": _quoted(column.where) if column.where else "",
        "is_planned": "true" if column.may_lie_ahead else "",
        "is_day_end": "true" if column.is_day_end else "",
    }
    return {word: value for word, value in rules.items() if value}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _quoted(sql: str) -> str:
    return f'"{sql}"' if '"' not in sql and "\\" not in sql else f"'{_escaped(sql)}'"
