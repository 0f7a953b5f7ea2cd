"""The scorecard in ten lines, for a mail or a channel: as Markdown and as plain text."""

from collections.abc import Sequence
from pathlib import Path

from labels import one_line

from .actions import read_actions
from .changes import Change, find_changes
from .drivers import read_stories
from .formats import NOTHING, counted, day, inline, moment, number, plural, sentence, words
from .marts import Marts, Row, open_marts
from .routine import Quality, read_firing, read_quality, read_week
from .scores import Score, read_scores
from .stakes import most_at_risk
from .volume import read_weeks

MARKDOWN, TEXT = "summary.md", "summary.txt"

MOST_CHANGES = 3
MOST_ACTIONS = 2
MOST_FINDINGS = 3
QUIET = "no alarm pattern (symptom) fires, and no measure needs intervention beyond doubt."
LONGEST = 400
"""Letters of a line: a chat channel folds longer ones."""


def write_summary(marts: Path, folder: Path) -> None:
    """Write the summary of published marts, summary.md and summary.txt.

    The same marts give the same bytes.

    Args:
        marts: DuckDB file that was published, only read.
        folder: where to write; it is there.

    Raises:
        CannotRead: there are no marts in that file.
        duckdb.Error: a mart or a column is missing.
        OSError: a file cannot be written.
    """
    with open_marts(marts) as opened:
        lines = _lines(opened)
    for name, text in ((MARKDOWN, _markdown(lines)), (TEXT, _plain(lines))):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _lines(marts: Marts) -> list[tuple[str, str]]:
    """What each line is about, and what it says; ten at most."""
    scores = read_scores(marts)
    quality = read_quality(marts)
    changes = find_changes(scores, read_stories(marts, {one.kpi: one for one in scores}))
    as_of = marts.value("select max(as_of) from dq_raw_tables")
    week = read_week(marts)
    when = f"week of {day(week)}, as of {moment(as_of)}" if week else f"as of {moment(as_of)}"
    sample = "; a made-up shop" if quality.is_sample else ""
    return [
        ("Service scorecard", f"{when}{sample}"),
        ("Data", _data(quality)),
        *_volume(marts),
        ("Measures", _measures(scores)),
        *_changed(changes, has_weeks=week is not None),
        *_to_do(marts, scores, read_firing(marts), read_actions(marts).told),
    ]


def _data(quality: Quality) -> str:
    """How far the data can be trusted."""
    told = quality.checks
    if quality.findings:
        names = list(dict.fromkeys(gate["gate"] for gate in quality.findings))
        told += f" See {', '.join(names[:MOST_FINDINGS])}{', …' * (len(names) > MOST_FINDINGS)}."
    if quality.missing:
        told += f" Raw tables missing: {', '.join(quality.missing)}."
    return f"{told} {quality.doubt_of_times}".strip()


def _volume(marts: Marts) -> list[tuple[str, str]]:
    rows = read_weeks(marts)
    if not rows:
        return []
    told = f"{number(rows[-1]['contacts'], 'count')} in the week"
    if len(rows) > 1:
        told += f", {number(rows[-2]['contacts'], 'count')} in the one before"
    told += "."
    if most := most_at_risk(marts):
        told += f" Most at risk: {words(most[0])}, {number(most[1], marts.money)}."
    return [("Contacts", told)]


def _measures(scores: Sequence[Score]) -> str:
    """What is out of its bounds, and whether that is beyond doubt."""
    judged = [score for score in scores if score.value is not None]
    if not judged:
        return "none can be judged yet."
    out = [score for score in judged if score.band == "intervention"]
    watched = [inline(score.name) for score in judged if score.band == "watch"]
    watch = f" On watch: {', '.join(watched)}." if watched else ""
    if not out:
        return f"none of {len(judged)} needs intervention.{watch}"
    sure = [score for score in out if score.is_beyond_doubt]
    unsure = [score for score in out if not score.is_beyond_doubt]
    told = f"{len(out)} of {len(judged)} need intervention, {len(sure)} beyond doubt"
    if sure:
        told += f": {', '.join(_named(score) for score in sure)}"
    if unsure:
        told += f"; may be chance: {', '.join(_named(score) for score in unsure)}"
    return f"{told}.{watch}"


def _named(score: Score) -> str:
    size = f", {score.stands_on}" if score.stands_on else ""
    return f"{inline(score.name)} {number(score.value, score.unit)}{size}"


def _changed(changes: Sequence[Change], has_weeks: bool) -> list[tuple[str, str]]:
    """What changed beyond doubt, a line each."""
    if not has_weeks:
        return []
    if not changes:
        return [("Changed", "nothing beyond doubt.")]
    told = []
    for change in changes[:MOST_CHANGES]:
        why = f": {'; '.join(change.causes)}" if change.causes else ""
        whose = ""
        if change.verdict == "worse" and change.owner:
            whose = f" Most of it: {change.owner}."
        line = f"{change.score.name} got {change.verdict}, {change.what}{why}.{whose}"
        told.append(("Changed", line))
    more = len(changes) - len(told)
    if more:
        label, last = told[-1]
        told[-1] = (label, f"{last} {plural(more, 'more change')} on the page.")
    return told


def _to_do(
    marts: Marts, scores: Sequence[Score], firing: Sequence[Row], waits: Sequence[str]
) -> list[tuple[str, str]]:
    """What to do, and whose it is: what waits first, which is so whatever an interval says."""
    told = [("To do", " ".join(waits))] if waits else []
    known = [
        (
            "To do",
            f"{row['name']}{'' if row['entity'] == 'all' else ' (' + words(row['entity']) + ')'}:"
            f" {row['first_action'] or NOTHING}; {counted(row['affected_contacts'], 'contacts')},"
            f" {number(row['revenue_at_risk'], marts.money)} at risk.",
        )
        for row in firing[:MOST_ACTIONS]
    ]
    if not known:
        sure = [one for one in scores if one.band == "intervention" and one.is_beyond_doubt]
        known = [
            ("To do", f"{score.name}: {inline(score.business_implication)}")
            for score in sure[:MOST_ACTIONS]
        ]
    return told + (known or [("Alarm", QUIET)])


def _markdown(lines: Sequence[tuple[str, str]]) -> str:
    """As Markdown: what the data says is text and never markup."""
    return "".join(f"- **{label}**: {_escaped(one_line(told, LONGEST))}\n" for label, told in lines)


def _escaped(text: str) -> str:
    """A text in which no character of the data makes markup."""
    return "".join(f"\\{letter}" if letter in r"\`*_[]<>|#~" else letter for letter in text)


def _plain(lines: Sequence[tuple[str, str]]) -> str:
    return "".join(f"{label}: {one_line(sentence(told), LONGEST)}\n" for label, told in lines)
