"""Read-only look at the warehouse: the weeks that are judged, and counts of each week."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from .catalog import Order, Slice
from .settings import HISTORY_WEEKS, RECENT_WEEKS

WEEK = timedelta(weeks=1)


class CannotRun(Exception):
    """There is no warehouse to judge; the message is one line for the user."""


@dataclass(frozen=True)
class Weeks:
    """Bounds of the two spans, Mondays at 00:00 UTC; each bound begins the next span."""

    history: datetime
    recent: datetime
    end: datetime

    @classmethod
    def before(cls, as_of: datetime) -> "Weeks":
        """The spans that end with the last week complete at as_of (UTC)."""
        midnight = as_of.replace(hour=0, minute=0, second=0, microsecond=0)
        end = midnight - timedelta(days=midnight.weekday())
        recent = end - RECENT_WEEKS * WEEK
        return cls(history=recent - HISTORY_WEEKS * WEEK, recent=recent, end=end)


@dataclass
class Series:
    """Weekly counts of the history, one number a week, and their sum in the recent weeks."""

    weekly: list[int] = field(default_factory=lambda: [0] * HISTORY_WEEKS)
    recent: int = 0

    @property
    def before(self) -> int:
        """Rows of the whole history."""
        return sum(self.weekly)


class History:
    """Counts of slices in one open warehouse.

    Args:
        connection: to the warehouse.
        weeks: the spans to count in.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, weeks: Weeks) -> None:
        self.connection = connection
        self.weeks = weeks

    def reaches_back(self, piece: Slice) -> bool:
        """Whether the slice has rows in the first week of the history, or earlier ones."""
        query = f"select min({piece.moment}) from {piece.source} where {piece.condition}"
        first = self._rows(query)[0][0]
        return first is not None and first < self.weeks.history + WEEK

    def counts(self, piece: Slice, kept: str = "true") -> Series:
        """Rows of a slice for which the SQL condition `kept` holds."""
        return self.groups(piece, "true", kept).get(True, Series())

    def groups(self, piece: Slice, key: str, kept: str = "true") -> dict[object, Series]:
        """Rows of a slice by each value of the SQL expression `key`; most rows first."""
        since = f"datediff('day', timestamp '{self.weeks.history}', {piece.moment})"
        rows = self._rows(
            f"select {key}, floor({since} / 7), count(*) from {piece.source}"
            f" where {self.within(piece, self.weeks.history)} and ({kept}) group by 1, 2"
        )
        found: dict[object, Series] = defaultdict(Series)
        for value, week, count in rows:
            if week < HISTORY_WEEKS:
                found[value].weekly[int(week)] += count
            else:
                found[value].recent += count
        return dict(sorted(found.items(), key=lambda item: (-item[1].before, str(item[0]))))

    def quantiles(self, piece: Slice, column: str, at: list[float]) -> list[float]:
        """Values of the history at these quantiles (0 to 1); the column has values there."""
        # percentile_disc, as Great Expectations computes the recent ones.
        picks = ", ".join(
            f"percentile_disc({share}) within group (order by cast({column} as double))"
            for share in at
        )
        row = self._rows(
            f"select {picks} from {piece.source} where {self.within(piece, self.weeks.history)}"
            f" and {piece.moment} < timestamp '{self.weeks.recent}' and {column} is not null"
        )[0]
        return list(row)

    def within(self, piece: Slice, start: datetime) -> str:
        """SQL condition of a slice's rows from `start` (UTC) to the end of the recent weeks."""
        return (
            f"({piece.condition}) and {piece.moment} >= timestamp '{start}'"
            f" and {piece.moment} < timestamp '{self.weeks.end}'"
        )

    def recent_query(self, piece: Slice) -> str:
        """SQL of the recent rows of a slice, with the columns that are judged and no others."""
        columns = dict.fromkeys([piece.moment, *piece.categories, *piece.nullable])
        columns |= dict.fromkeys(name for pair in both(piece) for name in (pair.lower, pair.upper))
        picks = [name for name in columns if name not in piece.numbers]
        picks += [f"cast({name} as double) as {name}" for name in piece.numbers]
        picks.append(f"dayname({piece.moment}) as weekday")
        return (
            f"select {', '.join(picks)} from {piece.source}"
            f" where {self.within(piece, self.weeks.recent)}"
        )

    def _rows(self, query: str) -> list[tuple]:
        return self.connection.execute(query).fetchall()


def both(piece: Slice) -> tuple[Order, ...]:
    """All pairs of columns of a slice."""
    return piece.ordered + piece.equal


def open_warehouse(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a warehouse for reading only.

    Raises:
        CannotRun: there is no such file, it is no warehouse, or another process writes to it.
    """
    if not path.is_file():
        raise CannotRun(f"no warehouse at {path}: run `make build`, or name one with --warehouse")
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        line = str(error).splitlines()[0]
        if "lock" in line.lower():
            line = "another process is writing to it; try again when that has ended"
        raise CannotRun(f"cannot open {path}: {line}") from error


def read_weeks(connection: duckdb.DuckDBPyConnection, path: Path) -> Weeks:
    """The spans to judge, from the warehouse's own as_of.

    Raises:
        CannotRun: the warehouse was never built, or holds no ticket.
    """
    # From a table: views name the file they were made in, and this one may be a copy.
    query = """
        select max(last_loaded_at + to_seconds(round(hours_behind_as_of * 3600)::bigint))
        from marts.dq_raw_tables
        where raw_table in ('tickets', 'ticket_events')
    """
    try:
        found = connection.execute(query).fetchone()
    except duckdb.CatalogException as error:
        raise CannotRun(f"{path} holds no built warehouse: run `make build`") from error
    if found is None or found[0] is None:
        raise CannotRun(f"{path} holds no ticket: there is no week to judge")
    return Weeks.before(found[0])
