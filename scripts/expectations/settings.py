"""The windows and the few numbers that everything else is derived from, each with its reason."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DATA_DOCS = PROJECT / "target" / "expectations" / "data_docs"

RECENT_WEEKS = 2
"""Complete weeks that are judged. One week of a small shop is too few rows to say anything;
more would dilute what happened last week."""

HISTORY_WEEKS = 8
"""Complete weeks before them that say what is usual: long enough to show how much weeks
differ, short enough that the shop is still the same one."""

TAIL = 0.0002
"""Chance that a calm shop leaves a bound, on each side. A run makes some 130 comparisons, so
about one calm run in twenty shows a failure that is none."""

MIN_ROWS = 20
"""Rows the recent weeks must hold, and usually hold, before shares, null shares, pairs and
quantiles are judged; with fewer every bound is so wide that passing means nothing."""

MIN_EXPECTED = 5
"""Rows that must be usual in the recent weeks before a number of rows is judged: below it
even none at all is no surprise."""

QUANTILES = (0.1, 0.5, 0.9)
"""The low end, the middle and the high end of a number."""
