"""The tags of a warehouse that no row of reason_tag_map covers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb

TAGS = """
select reason_tag, contacts, tickets, contact_share, first_seen_at, last_seen_at,
    suggested_reason_code, suggestion_score
from marts.dq_unmapped_reason_tags
where is_chosen_tag
order by contacts desc, tickets desc, reason_tag
"""

MAPPED = """
select reason_tag, valid_from, valid_to, reason_code
from intermediate.int_reason_tags
order by reason_tag, valid_from
"""

# How int_reason_tags writes an open end.
FIRST_YEAR, LAST_YEAR = 1900, 9999

Period = tuple[datetime, datetime]


class CannotRead(Exception):
    """There is no warehouse to read; the message is one line that names the remedy."""


@dataclass(frozen=True)
class Tag:
    """A tag with the periods that are to be mapped; dq_unmapped_reason_tags says more.

    Attributes:
        periods: first day and the day after the last, each None where it is open. None at all
            when the map covers the tag, with a code that does not exist.
    """

    reason_tag: str
    contacts: int
    tickets: int
    contact_share: float | None
    first_seen_at: datetime
    last_seen_at: datetime
    suggested_reason_code: str | None
    suggestion_score: float | None
    periods: tuple[tuple[date | None, date | None], ...]


def read_tags(warehouse: Path) -> list[Tag]:
    """Read the tags, those of the most contacts first.

    Args:
        warehouse: DuckDB file that dbt built; only read.

    Raises:
        CannotRead: it is missing, locked, or holds no build.
    """
    if not warehouse.is_file():
        raise CannotRead(f"{warehouse} does not exist: run `make build` first")
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            rows = connection.execute(TAGS).fetchall()
            mapped = connection.execute(MAPPED).fetchall()
    except duckdb.CatalogException as error:
        raise CannotRead(f"{warehouse} holds no build of this version: run `make build`") from error
    except duckdb.Error as error:
        raise CannotRead(
            f"{warehouse} cannot be opened: it is no DuckDB file, or a build is writing it; wait"
            " for that to end"
        ) from error
    covered: dict[str, list[Period]] = {}
    codes: dict[str, str] = {}
    for tag, start, end, code in mapped:
        covered.setdefault(tag, []).append((start, end))
        codes[tag] = code
    tags = [Tag(*row, gaps(row[4], row[5], covered.get(row[0], ()))) for row in rows]
    return spelled_alike(tags, codes)


def spelled_alike(tags: list[Tag], codes: Mapping[str, str]) -> list[Tag]:
    """The tags, with the code of the mapped tag that is written in the same words.

    A helpdesk may not allow spaces: `where_is_my_order` is `where is my order`. That says more
    than what subjects and letters suggest.

    Args:
        tags: those that are not in the map.
        codes: of each tag in the map, the code it has last.
    """
    found: dict[str, set[str]] = {}
    for tag, code in codes.items():
        found.setdefault(_words(tag), set()).add(code)
    alike = {words: min(known) for words, known in found.items() if len(known) == 1}
    return [
        replace(tag, suggested_reason_code=alike[_words(tag.reason_tag)], suggestion_score=1.0)
        if tag.reason_tag not in codes and _words(tag.reason_tag) in alike
        else tag
        for tag in tags
    ]


def _words(tag: str) -> str:
    """A tag with single spaces between its words."""
    return " ".join(tag.replace("_", " ").replace("-", " ").split())


def gaps(
    first: datetime, last: datetime, covered: Iterable[Period]
) -> tuple[tuple[date | None, date | None], ...]:
    """The periods without a mapping in which a tag was seen.

    Args:
        first: when it was first seen unmapped.
        last: when it was last seen unmapped.
        covered: periods of its rows in the map, in order and apart.
    """
    start, free = datetime(FIRST_YEAR, 1, 1), []
    for begins, ends in covered:
        if start < begins:
            free.append((start, begins))
        start = ends
    free.append((start, datetime(LAST_YEAR, 1, 1)))
    return tuple(
        (
            None if begins.year == FIRST_YEAR else begins.date(),
            None if ends.year == LAST_YEAR else ends.date(),
        )
        for begins, ends in free
        if begins < ends and begins <= last and first < ends
    )
