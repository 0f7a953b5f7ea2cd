"""Numbers, days and keys as a reader expects them."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

NOTHING = "\N{EN DASH}"

FORMATS: dict[str, Callable[[float], str]] = {
    "share": lambda value: f"{value:.1%}",
    "rate": lambda value: f"{value:.1%}",
    "change": lambda value: f"{value:+.1%}",
    "points": lambda value: f"{value:+,.1f}",
    "money": lambda value: f"{value:,.2f}",
    "minutes": lambda value: f"{value:,.1f} min",
    "hours": lambda value: f"{value:,.1f} h",
    "count": lambda value: f"{value:,.0f}",
    "per 100 orders": lambda value: f"{value:,.1f} per 100 orders",
}
"""How a value of a unit is written; one that is not here gets two decimals and its name."""

FRACTIONS = {"share", "rate", "change"}
"""Units whose differences are percentage points."""


def number(value: float | None, unit: str) -> str:
    """A value in its unit, with a real minus and no break before the unit."""
    if value is None:
        return NOTHING
    written = FORMATS.get(unit, lambda plain: f"{plain:,.2f} {unit}".strip())(float(value))
    # What is written as 0 has no sign.
    written = re.sub(r"^[+-](?=[0.,]+([^\d.,]|$))", "", written)
    return written.replace("-", "\N{MINUS SIGN}").replace(" ", "\N{NO-BREAK SPACE}")


def difference(value: float, previous: float, unit: str) -> str:
    """How far a value is from the one before, without a sign."""
    size = abs(value - previous)
    if unit in FRACTIONS:
        return f"{100 * size:,.1f}\N{NO-BREAK SPACE}pp"
    return number(size, unit).removeprefix("+")


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
    """A value of a table's column; unit `text`, `words` or `day` is no number."""
    writers: dict[str, Callable[[Any], str]] = {
        "text": lambda one: NOTHING if one is None else str(one),
        "words": words,
        "day": day,
    }
    return writers[unit](value) if unit in writers else number(value, unit)
