"""What the history lets us expect: shares, numbers of rows and quantiles.

Everything is a count, so one way of thinking serves all: the recent weeks are one more draw of
what the weeks before were, both are uncertain because they are finite, and weeks differ from
each other by more than chance alone (the dispersion, measured in the history itself).
"""

import math
from collections.abc import Sequence

from scipy.stats import beta, betabinom, nbinom

from .settings import TAIL

EXACT_ROWS = 100_000
"""Beyond it a smooth distribution of the share is as good as an exact one of rows, and faster."""


def share_dispersion(parts: Sequence[int], totals: Sequence[int]) -> float:
    """How much more a share moves from week to week than chance alone would move it.

    Args:
        parts: rows of the part, one number a week.
        totals: all rows, one number a week.

    Returns:
        Pearson's chi-square divided by its degrees of freedom, at least 1.
    """
    weeks = [(part, total) for part, total in zip(parts, totals, strict=True) if total > 0]
    rows = sum(total for _, total in weeks)
    share = sum(part for part, _ in weeks) / rows if rows else 0.0
    if len(weeks) < 2 or not 0 < share < 1:
        return 1.0
    chi_square = sum(
        (part - total * share) ** 2 / (total * share * (1 - share)) for part, total in weeks
    )
    return max(1.0, chi_square / (len(weeks) - 1))


def count_dispersion(counts: Sequence[int]) -> float:
    """How much more a number of rows moves from week to week than chance alone would move it.

    Args:
        counts: rows, one number a week.

    Returns:
        Pearson's chi-square divided by its degrees of freedom, at least 1.
    """
    mean = sum(counts) / len(counts)
    if mean == 0 or len(counts) < 2:
        return 1.0
    chi_square = sum((count - mean) ** 2 / mean for count in counts)
    return max(1.0, chi_square / (len(counts) - 1))


def part_range(part: int, before: int, recent: int, dispersion: float) -> tuple[int, int]:
    """Bounds of the rows of a part, given how many recent rows there are.

    Args:
        part: rows of the part in the history.
        before: all rows of the history, more than 0.
        recent: all rows of the recent weeks, more than 0.
        dispersion: see share_dispersion.

    Returns:
        Lowest and highest number of recent rows. A part that the history never showed counts
        as half a row there.
    """
    # Rows that move together count as fewer rows that do not.
    drawn = max(1, round(recent / dispersion))
    if drawn > EXACT_ROWS:
        share = (part + 0.5) / (before + 1)
        low, high = (bound * drawn for bound in _around(share, before, recent, dispersion))
    else:
        prior = part / dispersion + 0.5, (before - part) / dispersion + 0.5
        low = betabinom.ppf(TAIL, drawn, *prior)
        high = betabinom.isf(TAIL, drawn, *prior)
    return math.floor(low * recent / drawn), min(recent, math.ceil(high * recent / drawn))


def quantile_range(
    quantile: float, before: int, recent: int, dispersion: float
) -> tuple[float, float]:
    """Which quantiles of the history bound a quantile of the recent rows.

    Args:
        quantile: the quantile judged, between 0 and 1.
        before: values in the history, more than 0.
        recent: values in the recent weeks, more than 0.
        dispersion: share_dispersion of the values at or below the history's own quantile.

    Returns:
        Two quantiles, 0 to 1, to be looked up among the history's values.
    """
    return _around(quantile, before, recent, dispersion)


def count_range(before: int, weeks_before: int, weeks: int, dispersion: float) -> tuple[int, int]:
    """Bounds of the number of rows in the recent weeks.

    Args:
        before: rows in the history, more than 0.
        weeks_before: weeks of the history.
        weeks: recent weeks.
        dispersion: see count_dispersion.

    Returns:
        Lowest and highest number of rows.
    """
    mean = before * weeks / weeks_before
    # Variance by mean: the recent weeks' own, and that of a mean known from finite weeks.
    ratio = dispersion * (1 + weeks / weeks_before)
    spread = mean / (ratio - 1), 1 / ratio
    return int(nbinom.ppf(TAIL, *spread)), int(nbinom.isf(TAIL, *spread))


def _around(mean: float, before: int, recent: int, dispersion: float) -> tuple[float, float]:
    """Bounds of a share with this mean, when both samples are finite."""
    size = 1 / (dispersion * (1 / before + 1 / recent))
    one, other = mean * size, (1 - mean) * size
    return float(beta.ppf(TAIL, one, other)), float(beta.isf(TAIL, one, other))
