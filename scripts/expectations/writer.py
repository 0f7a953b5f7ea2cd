"""Writes the suite of a slice: bounds from its history, given to expectations."""

import math
from typing import Any

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import Column, Condition
from labels import one_line

from .bounds import (
    count_dispersion,
    count_range,
    part_range,
    quantile_range,
    share_dispersion,
)
from .catalog import Order, Slice
from .history import History, Series
from .settings import HISTORY_WEEKS, MIN_EXPECTED, MIN_ROWS, QUANTILES, RECENT_WEEKS
from .suite import ExpectQuantilesToBeBetween, Suite, plain, quantile_name, span

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKEND = WEEKDAYS[5:]


class SuiteWriter:
    """Writes the suite of one slice.

    Args:
        piece: the slice.
        history: counts of its warehouse.
    """

    def __init__(self, piece: Slice, history: History) -> None:
        self.piece = piece
        self.history = history
        self.rows = history.counts(piece)
        self.suite = Suite(piece.name, history.recent_query(piece))

    def write(self) -> Suite:
        """All expectations of the slice, or the reason why there are none."""
        if not self.history.reaches_back(self.piece):
            self._skip("all", f"its history is shorter than {HISTORY_WEEKS} weeks")
            return self.suite
        self._volume()
        if self._has_enough(self.rows, "columns"):
            if self.piece.by_weekday:
                self._weekdays()
            for column in self.piece.categories:
                self._shares(column)
            for column in self.piece.numbers:
                self._quantiles(column)
            for column in self.piece.nullable:
                self._nulls(column)
            for pair in self.piece.ordered:
                self._pair(pair, is_equal=False)
            for pair in self.piece.equal:
                self._pair(pair, is_equal=True)
        return self.suite

    def _volume(self) -> None:
        """Number of rows, against the weeks before."""
        usual = self.rows.before * RECENT_WEEKS / HISTORY_WEEKS
        if usual < MIN_EXPECTED:
            self._skip("rows", f"too few ({usual:.0f} rows are usual)")
            return
        spread = count_dispersion(self.rows.weekly)
        low, high = count_range(self.rows.before, HISTORY_WEEKS, RECENT_WEEKS, spread)
        self._expect(
            gxe.ExpectTableRowCountToBeBetween,
            "rows",
            f"{low} to {high} rows",
            f"{usual:.0f} rows in {RECENT_WEEKS} weeks",
            min_value=low,
            max_value=high,
        )

    def _weekdays(self) -> None:
        """Rows of each weekday, and of weekends, which a small shop has too few of singly."""
        name = f"dayname({self.piece.moment})"
        for days in (*((day,) for day in WEEKDAYS), WEEKEND):
            listed = ", ".join(f"'{day}'" for day in days)
            self._part(
                f"rows on {'weekends' if days == WEEKEND else days[0] + 's'}",
                self.history.counts(self.piece, f"{name} in ({listed})"),
                Column("weekday").is_in(list(days)),
            )

    def _shares(self, column: str) -> None:
        """Rows of each category."""
        for value, series in self.history.groups(self.piece, column).items():
            chosen = Column(column)
            self._part(
                f"{column} = {'null' if value is None else one_line(str(value))}",
                series,
                chosen.is_null() if value is None else chosen == value,
            )

    def _part(self, what: str, series: Series, condition: Condition) -> None:
        """Rows of a part, given how many recent rows there are; rare parts say nothing."""
        share = series.before / self.rows.before
        if max(share * self.rows.recent, series.recent) < MIN_EXPECTED:
            return
        spread = share_dispersion(series.weekly, self.rows.weekly)
        low, high = part_range(series.before, self.rows.before, self.rows.recent, spread)
        self._expect(
            gxe.ExpectTableRowCountToBeBetween,
            what,
            f"{low} to {high} of {self.rows.recent} rows",
            f"{share:.1%} of the rows",
            min_value=low,
            max_value=high,
            row_condition=condition,
        )

    def _quantiles(self, column: str) -> None:
        values = self.history.counts(self.piece, f"{column} is not null")
        if not self._has_enough(values, column):
            return
        usual = self.history.quantiles(self.piece, column, list(QUANTILES))
        ranges: list[list[float | None]] = []
        for quantile, value in zip(QUANTILES, usual, strict=True):
            below = self.history.counts(self.piece, f"{column} <= {value}")
            spread = share_dispersion(below.weekly, values.weekly)
            low, high = quantile_range(quantile, values.before, values.recent, spread)
            # Beyond the second-last row the history says nothing about how far values go.
            edge = 1 / values.before
            found = self.history.quantiles(self.piece, column, [max(low, edge), min(high, 1)])
            ranges.append([found[0] if low > edge else None, found[1] if high < 1 - edge else None])
        self._expect(
            ExpectQuantilesToBeBetween,
            column,
            "; ".join(
                f"{quantile_name(quantile)} {span(*bounds)}"
                for quantile, bounds in zip(QUANTILES, ranges, strict=True)
            ),
            ", ".join(
                f"{quantile_name(quantile)} {plain(value)}"
                for quantile, value in zip(QUANTILES, usual, strict=True)
            ),
            column=column,
            quantile_ranges={"quantiles": list(QUANTILES), "value_ranges": ranges},
        )

    def _nulls(self, column: str) -> None:
        nulls = self.history.counts(self.piece, f"{column} is null")
        self._mostly(
            gxe.ExpectColumnValuesToNotBeNull, column, "null", nulls, self.rows, {"column": column}
        )

    def _pair(self, pair: Order, is_equal: bool) -> None:
        known = f"{pair.lower} is not null and {pair.upper} is not null"
        rows = self.history.counts(self.piece, known)
        what = f"{pair.lower} {'=' if is_equal else '<='} {pair.upper}"
        if not self._has_enough(rows, what):
            return
        broken = f"{pair.lower} <> {pair.upper}" if is_equal else f"{pair.lower} > {pair.upper}"
        kind = (
            gxe.ExpectColumnPairValuesToBeEqual
            if is_equal
            else gxe.ExpectColumnPairValuesAToBeGreaterThanB
        )
        settings: dict[str, Any] = {
            "column_A": pair.upper,
            "column_B": pair.lower,
            "ignore_row_if": "either_value_is_missing",
        }
        if not is_equal:
            settings["or_equal"] = True
        found = self.history.counts(self.piece, f"{known} and {broken}")
        self._mostly(kind, what, "broken", found, rows, settings)

    def _mostly(
        self,
        kind: type[Expectation],
        what: str,
        fault: str,
        faults: Series,
        rows: Series,
        settings: dict[str, Any],
    ) -> None:
        """At most so many faults among these rows."""
        spread = share_dispersion(faults.weekly, rows.weekly)
        _, most = part_range(faults.before, rows.before, rows.recent, spread)
        if most >= rows.recent:
            self._skip(what, f"usually {faults.before / rows.before:.0%} {fault}: no bound")
            return
        self._expect(
            kind,
            what,
            f"at most {most} of {rows.recent} rows {fault}",
            f"{faults.before / rows.before:.1%} {fault}",
            # Rounded down, so that exactly `most` faults pass.
            mostly=math.floor((1 - most / rows.recent) * 1e4) / 1e4,
            **settings,
        )

    def _expect(
        self, kind: type[Expectation], what: str, expected: str, before: str, **settings: Any
    ) -> None:
        self.suite.expect(kind, self.piece.table, what, expected, before, **settings)

    def _has_enough(self, series: Series, what: str) -> bool:
        usual = series.before * RECENT_WEEKS / HISTORY_WEEKS
        if min(usual, series.recent) >= MIN_ROWS:
            return True
        self._skip(what, f"too few ({series.recent} rows, {usual:.0f} are usual)")
        return False

    def _skip(self, what: str, why: str) -> None:
        self.suite.skip(self.piece.table, what, why)
