"""YAML as people would write it: short values on a line, long ones folded at 88 columns."""

import re
import textwrap
from collections.abc import Mapping

WIDTH = 88


def item(values: Mapping[str, object], indent: int) -> list[str]:
    """An item of a list, with its keys in the order given.

    Args:
        values: texts, and mappings of texts below them.
        indent: columns before the dash.
    """
    lines = entries(values, indent + 2)
    return [" " * indent + "- " + lines[0].lstrip(), *lines[1:]]


def entries(values: Mapping[str, object], indent: int) -> list[str]:
    """The lines of a mapping.

    Args:
        values: texts, lists of texts, and mappings below them.
        indent: columns before the keys.
    """
    lines = []
    for key, value in values.items():
        start = " " * indent + f"{key}:"
        if isinstance(value, Mapping):
            lines += [start, *entries(value, indent + 2)]
        elif isinstance(value, list):
            lines.append(f"{start} [{', '.join(value)}]")
        else:
            lines += _text(start, str(value), indent + 2)
    return lines


def _text(start: str, text: str, indent: int) -> list[str]:
    is_plain = not any(sign in text for sign in (": ", " #", "{", "%", "'", '"'))
    one_line = f"{start} {text}" if is_plain else f'{start} "{text}"'
    if len(one_line) <= WIDTH and '"' not in text:
        return [one_line]
    # what dbt fills in stays in one piece
    whole = re.sub(r"\{\{.*?\}\}", lambda found: found[0].replace(" ", "\0"), text)
    folded = textwrap.wrap(whole, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return [f"{start} >", *(" " * indent + line.replace("\0", " ") for line in folded)]
