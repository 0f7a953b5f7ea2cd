"""What each test takes of the processor, fixtures and commands included.

Of time on the wall a busy machine makes several times as much; seconds of the processor can
be compared.
"""

import resource
from collections import Counter
from collections.abc import Callable, Generator
from typing import Any

import pytest

MOST = 10


class CpuSeconds:
    """A plugin that prints the tests that take most, and the sum.

    Args:
        of_forks: seconds of processes that are not yet among the ended children of this one.
    """

    def __init__(self, of_forks: Callable[[], float]) -> None:
        self._of_forks = of_forks
        self._before = 0.0
        self._by_test: Counter[str] = Counter()

    def _used(self) -> float:
        whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        usages = map(resource.getrusage, whose)
        return self._of_forks() + sum(usage.ru_utime + usage.ru_stime for usage in usages)

    def pytest_runtest_logstart(self) -> None:
        self._before = self._used()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, Any, Any]:
        report = yield
        now = self._used()
        report.cpu_seconds, self._before = now - self._before, now
        return report

    def pytest_runtest_logreport(self, report: Any) -> None:
        self._by_test[report.nodeid] += getattr(report, "cpu_seconds", 0)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        total = sum(self._by_test.values())
        terminalreporter.section(f"{total:.0f} seconds of the processor, most of them in")
        for test, seconds in self._by_test.most_common(MOST):
            terminalreporter.write_line(f"{seconds:7.1f} {test}")
