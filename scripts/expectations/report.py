"""What a run tells on the terminal, and its exit status."""

from dataclasses import dataclass, field

from great_expectations.checkpoint import CheckpointResult
from great_expectations.core import ExpectationValidationResult

from .settings import QUANTILES
from .suite import Suite, plain, quantile_name


@dataclass
class Outcome:
    """Result of one suite.

    Attributes:
        name: of the suite.
        passed: number of expectations met.
        failed: one line for each that is not.
        broken: one line for each that could not be evaluated.
        skipped: one line for each that was not judged.
    """

    name: str
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def read_outcomes(suites: list[Suite], result: CheckpointResult | None) -> list[Outcome]:
    """One outcome a suite, in the order of the suites.

    Args:
        suites: all suites, those without expectations included.
        result: of the checkpoint; None when no suite had an expectation.
    """
    outcomes = {suite.name: Outcome(suite.name, skipped=suite.skipped) for suite in suites}
    for validation in result.run_results.values() if result else ():
        outcome = outcomes[validation.suite_name]
        for one in validation.results:
            if one.success:
                outcome.passed += 1
            elif reason := _exception(one):
                outcome.broken.append(f"{_place(one)}: could not be evaluated: {reason}")
            else:
                meta = one.expectation_config.meta
                outcome.failed.append(
                    f"{_place(one)}: {_observed(one)}, expected {meta['expected']}"
                    f" (before: {meta['before']})"
                )
    return list(outcomes.values())


def exit_status(outcomes: list[Outcome]) -> int:
    """0: all that was judged is as expected; 1: something is not; 2: something broke."""
    if any(outcome.broken for outcome in outcomes):
        return 2
    return int(any(outcome.failed for outcome in outcomes))


def as_text(outcomes: list[Outcome]) -> str:
    """A table of suites, then what failed, broke and was skipped, one line each."""
    width = max(len(outcome.name) for outcome in outcomes)
    lines = [
        f"{outcome.name:<{width}}  {outcome.passed:>3} passed"
        f"  {len(outcome.failed) + len(outcome.broken):>3} failed"
        f"  {len(outcome.skipped):>3} skipped"
        for outcome in outcomes
    ]
    for word in ("skipped", "broken", "failed"):
        lines += [
            f"{word} {outcome.name}: {line}"
            for outcome in outcomes
            for line in getattr(outcome, word)
        ]
    return "\n".join(lines)


def _place(one: ExpectationValidationResult) -> str:
    meta = one.expectation_config.meta
    return f"{meta['table']}, {meta['column']}"


def _exception(one: ExpectationValidationResult) -> str | None:
    """First line of what went wrong inside an expectation; None when it was evaluated."""
    info = one.exception_info or {}
    found = [info] if "raised_exception" in info else list(info.values())
    for entry in found:
        if entry.get("raised_exception"):
            return str(entry.get("exception_message")).splitlines()[0]
    return None


def _observed(one: ExpectationValidationResult) -> str:
    """What was found, in the words of the expectation."""
    found = one.result
    if "unexpected_count" in found:
        return f"{found['unexpected_count']} rows ({found['unexpected_percent']:.1f} %)"
    value = found["observed_value"]
    if isinstance(value, dict):
        return "; ".join(
            f"{quantile_name(quantile)} {plain(number)}"
            for quantile, number, is_met in zip(
                QUANTILES, value["values"], found["details"]["success_details"], strict=True
            )
            if not is_met
        )
    return f"{value} rows" if isinstance(value, int) else f"{value:.1f}"
