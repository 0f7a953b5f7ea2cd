"""What changed beyond doubt, and why: a few sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from .drivers import Story
from .formats import day, number, short_day, signed
from .scores import Score

MOST = 5
"""Sentences that are told; a reader keeps no more."""


@dataclass(frozen=True)
class Change:
    """A measure that moved beyond doubt.

    Attributes:
        score: the measure.
        verdict: better or worse.
        what: from what to what, when, and by how much.
        causes: what is behind it, in words; none where nobody can say.
        owner: the team whose contacts moved it most; None where nobody can say.
        reach: customers a week whom it concerns, by which changes are ordered.
    """

    score: Score
    verdict: str
    what: str
    causes: Sequence[str]
    owner: str | None
    reach: float


def find_changes(scores: Sequence[Score], stories: dict[str, Story]) -> list[Change]:
    """The changes that are certain, those that concern most customers first.

    Of a measure with drivers four weeks against the four before, which is what its drivers
    explain; else the week against the week before.

    Args:
        scores: all measures.
        stories: what is behind them, by KPI.
    """
    found = []
    for score in scores:
        story = stories.get(score.kpi)
        if story and story.is_certain:
            found.append(_of_four_weeks(story))
        elif score.is_change_certain and not score.age:
            found.append(_of_a_week(score))
    return sorted(found, key=lambda change: (-round(change.reach, 6), change.score.kpi))


def _of_four_weeks(story: Story) -> Change:
    score = story.score
    before, now = (number(one, score.unit) for one in (story.previous_value, story.value))
    return Change(
        score,
        score.verdict(story.change),
        f"from {before} to {now} in {story.span} ({signed(story.change, score.unit)})",
        story.causes,
        story.owner,
        _reach(score, story.change, story.previous_value, story.cases / 4),
    )


def _of_a_week(score: Score) -> Change:
    assert score.change is not None and score.previous_value is not None
    before, now = (number(one, score.unit) for one in (score.previous_value, score.value))
    week = score.week_start_date
    when = day(week) if week is None else short_day(week)
    return Change(
        score,
        score.verdict(score.change),
        f"from {before} to {now} in the week of {when} ({signed(score.change, score.unit)};"
        f" {score.stands_on})",
        (),
        None,
        _reach(score, score.change, score.previous_value, score.cases or 0),
    )


def _reach(score: Score, change: float, previous: float, cases: float) -> float:
    """How many customers a week a change concerns.

    Of a share, those it moved. Of an amount or a time, as many as make up its relative change:
    a tenth dearer is a tenth of them.
    """
    if score.kind in ("share", "two_counts", "two_rates"):
        return abs(change) * cases
    if score.kind == "nps":
        return abs(change) / 100 * cases
    return abs(change / previous) * cases if previous else cases
