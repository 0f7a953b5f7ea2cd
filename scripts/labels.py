"""Texts of a user's data, made fit to be shown: in a chart, on a page, on a terminal."""

import re

# What XML forbids and HTML calls an error: control characters but those of white space, halves
# of surrogate pairs, and code points that Unicode keeps free of meaning for ever.
UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def fit(text: str) -> str:
    """A text in which what cannot be shown is seen to be missing."""
    return UNFIT.sub(UNKNOWN, text)


def one_line(text: str, longest: int = 120) -> str:
    """A text that is fit and fits on a line: white space collapsed, cut where it is too long."""
    short = " ".join(fit(text).split())
    return short if len(short) <= longest else f"{short[: longest - 1]}\N{HORIZONTAL ELLIPSIS}"
