"""Numbers, days and keys as a reader expects them."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from babel.numbers import get_currency_precision

NOTHING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"

FORMATS: dict[str, Callable[[float], str]] = {
    "share": lambda value: f"{value:.1%}",
    "rate": lambda value: f"{value:.1%}",
    "change": lambda value: f"{value:+.1%}",
    "points": lambda value: f"{value:+,.1f}",
    "money": lambda value: f"{value:,.2f}",
    "amount": lambda value: f"{value:,.2f}",
    "minutes": lambda value: f"{value:,.1f} min",
    "hours": lambda value: f"{value:,.1f} h",
    "count": lambda value: f"{value:,.0f}",
    "contacts": lambda value: f"{value:,.1f}",
    "per week": lambda value: f"{value:,.1f} a week",
    "per 100 orders": lambda value: f"{value:,.1f} per 100 orders",
}
"""How a value of a unit is written; one that is not here gets two decimals and its name."""

MONEY, AMOUNT = "money", "amount"
"""Units of money; with a currency `money EUR` names it, `amount EUR` leaves that to a heading."""

FRACTIONS = {"share", "rate", "change"}
"""Units whose differences are percentage points."""


def number(value: float | None, unit: str) -> str:
    """A value in its unit, with a real minus and no break before the unit."""
    if value is None:
        return NOTHING
    base, _, currency = unit.partition(" ")
    if currency and base in (MONEY, AMOUNT):
        written = f"{value:,.{get_currency_precision(currency)}f}"
        return _tidy(f"{currency} {written}" if base == MONEY else written)
    written = FORMATS.get(unit, lambda plain: f"{plain:,.2f} {unit}".strip())(float(value))
    # What is written as 0 has no sign.
    return _tidy(re.sub(r"^[+-](?=[0.,]+([^\d.,]|$))", "", written))


def _tidy(written: str) -> str:
    """A number with a real minus and no break before its unit."""
    return written.replace("-", MINUS).replace(" ", "\N{NO-BREAK SPACE}")


def difference(value: float, previous: float, unit: str) -> str:
    """How far a value is from the one before, without a sign."""
    size = abs(value - previous)
    if unit in FRACTIONS:
        return f"{100 * size:,.1f}\N{NO-BREAK SPACE}pp"
    return number(size, unit).removeprefix("+")


def signed(change: float, unit: str) -> str:
    """A difference with its sign; none where it is written as 0."""
    size = difference(change, 0, unit)
    if not re.search(r"[1-9]", size):
        return size
    return f"{'+' if change > 0 else MINUS}{size}"


def day(value: date | None) -> str:
    """A day, short enough for a table."""
    return f"{value.day} {value:%b %Y}" if value else NOTHING


def short_day(value: date) -> str:
    """A day whose year the page has told."""
    return f"{value.day} {value:%b}".replace(" ", "\N{NO-BREAK SPACE}")


def moment(value: datetime | None) -> str:
    """A moment, in the marts' own zone."""
    return f"{value.day} {value:%B %Y, %H:%M} UTC" if value else "unknown"


def plural(amount: int, noun: str) -> str:
    """How many of a thing; the noun is regular."""
    return f"{number(amount, 'count')} {noun}{'' if amount == 1 else 's'}"


SINGULAR = {"fixes": "fix"}


def counted(amount: int, nouns: str) -> str:
    """How many of things that are named in the plural."""
    noun = SINGULAR.get(nouns, nouns.removesuffix("s")) if amount == 1 else nouns
    return f"{number(amount, 'count')}\N{NO-BREAK SPACE}{noun}"


def words(key: str | None) -> str:
    """A key in words: `pre_purchase` is Pre purchase."""
    if not key:
        return NOTHING
    return sentence(key.replace("_", " "))


def sentence(text: str | None) -> str:
    """Words of a seed as a sentence of its own."""
    text = text or NOTHING
    return text[0].upper() + text[1:]


def inline(name: str) -> str:
    """A name within a sentence: its first letter small, unless it begins an abbreviation."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def plain(text: str) -> str:
    """A description without the marks that make words code."""
    return text.replace("`", "")


def cell(value: Any, unit: str) -> str:
    """A value of a table's column; unit `text`, `words` or `day` is no number, `written` is one
    as it is to be shown."""
    writers: dict[str, Callable[[Any], str]] = {
        "text": lambda one: NOTHING if one is None else str(one),
        "written": str,
        "words": words,
        "day": day,
    }
    return writers[unit](value) if unit in writers else number(value, unit)
