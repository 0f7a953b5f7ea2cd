"""A suite: expectations of Great Expectations, each with the words that tell it."""

from dataclasses import dataclass, field
from typing import Any

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from .settings import HISTORY_WEEKS


class ExpectQuantilesToBeBetween(gxe.ExpectColumnQuantileValuesToBeBetween):
    """Great Expectations' quantiles, with a result that can be stored as JSON.

    The original answers with numpy's own kind of true, which no JSON writer takes.
    """

    def _validate(self, *arguments: Any, **options: Any) -> dict:
        result = super()._validate(*arguments, **options)
        return {**result, "success": bool(result["success"])}


@dataclass
class Suite:
    """What is expected of the recent rows of one slice.

    Attributes:
        name: of the suite.
        query: SQL of the rows that it is about.
        expectations: with `meta`: table, column, expected; before, what the history holds.
        skipped: what could not be judged, and why, one line each.
    """

    name: str
    query: str
    expectations: list[Expectation] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def expect(
        self,
        kind: type[Expectation],
        table: str,
        subject: str,
        expected: str,
        before: str,
        **settings: Any,
    ) -> None:
        """Add an expectation of a kind, told in words on the terminal and in Data Docs."""
        meta = {"table": table, "column": subject, "expected": expected, "before": before}
        words = f"{subject}: {expected}; in the {HISTORY_WEEKS} weeks before: {before}"
        self.expectations.append(kind(meta=meta, description=words, **settings))

    def skip(self, table: str, subject: str, why: str) -> None:
        """Note what is not judged."""
        self.skipped.append(f"{table}, {subject}: {why}")


def quantile_name(quantile: float) -> str:
    """What people call a quantile."""
    return "median" if quantile == 0.5 else f"{quantile:.0%} quantile"


def span(low: float | None, high: float | None) -> str:
    """Bounds in words; None is no bound."""
    if low is None and high is None:
        return "any"
    if low is None:
        return f"up to {plain(high)}"
    return f"from {plain(low)}" if high is None else f"{plain(low)} to {plain(high)}"


def plain(number: float) -> str:
    """Four digits that say something, never an exponent."""
    return f"{number:.0f}" if abs(number) >= 1000 else f"{number:.4g}"
