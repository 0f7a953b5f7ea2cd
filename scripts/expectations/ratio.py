"""The suite about two slices at once: contacts per 100 orders."""

import great_expectations.expectations as gxe

from .bounds import part_range, share_dispersion
from .catalog import SLICES, Ratio
from .history import History
from .settings import HISTORY_WEEKS, MIN_ROWS, RECENT_WEEKS
from .suite import Suite, plain, span


def ratio_suite(ratio: Ratio, history: History) -> Suite:
    """What is expected of the ratio in the recent weeks.

    Args:
        ratio: the two slices.
        history: counts of the warehouse.

    Returns:
        A suite over one row with the ratio; without expectations where there are too few rows.
    """
    above, below = (
        next(piece for piece in SLICES if piece.name == name)
        for name in (ratio.numerator, ratio.denominator)
    )
    counts = [
        f"(select count(*) from {piece.source} where {history.within(piece, history.weeks.recent)})"
        for piece in (above, below)
    ]
    suite = Suite(ratio.name, f"select 100.0 * {counts[0]} / {counts[1]} as {ratio.column}")
    table = f"{above.table} / {below.table}"
    parts, others = history.counts(above), history.counts(below)
    usual = [series.before * RECENT_WEEKS / HISTORY_WEEKS for series in (parts, others)]
    if not (history.reaches_back(above) and history.reaches_back(below)):
        why = f"a history is shorter than {HISTORY_WEEKS} weeks"
        suite.skip(table, ratio.column, why)
        return suite
    # Without orders there is no ratio; that they are missing is told by their own suite.
    if min(*usual, others.recent) < MIN_ROWS:
        why = f"too few ({parts.recent} {above.name}, {others.recent} {below.name})"
        suite.skip(table, ratio.column, why)
        return suite
    # Rows of the one kind as a share of both together: then the bounds of shares serve.
    weekly = [one + other for one, other in zip(parts.weekly, others.weekly, strict=True)]
    total = parts.recent + others.recent
    spread = share_dispersion(parts.weekly, weekly)
    rows = part_range(parts.before, parts.before + others.before, total, spread)
    # A bound at which no order is left is no bound.
    low, high = (100 * part / (total - part) if part < total else None for part in rows)
    suite.expect(
        gxe.ExpectColumnMeanToBeBetween,
        table,
        ratio.column,
        span(low, high),
        plain(100 * parts.before / others.before),
        column=ratio.column,
        min_value=low,
        max_value=high,
    )
    return suite
