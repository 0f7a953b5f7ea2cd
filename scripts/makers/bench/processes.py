"""Processes of the machine, by session: what they hold and what they have used; Linux only.

Spark's Java is started by dbt and outlives it by a moment, and the processes of a cluster are no
children of dbt at all. What all of them have in common is the session that they were started in.
"""

import os
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
LISTED_EVERY = 0.5
"""Seconds after which it is looked for new processes."""


@dataclass(frozen=True)
class Process:
    """A process at one moment.

    Attributes:
        pid: its number.
        parent: number of the process that started it.
        session: number of the process that began its session.
        cpu: seconds of processor time, with those of its children that have ended.
        size: bytes that it could use.
        memory: bytes of it that are in memory.
        is_dead: whether it has ended, and was only not asked how yet.
    """

    pid: int
    parent: int
    session: int
    cpu: float
    size: int
    memory: int
    is_dead: bool


class Sessions:
    """All processes of some sessions, while they come and go."""

    def __init__(self, sessions: Collection[int]) -> None:
        """
        Args:
            sessions: numbers of the processes that began them.
        """
        self._sessions = frozenset(sessions)
        self._known: list[int] = []
        self._listed = 0.0

    def look(self) -> list[Process]:
        """The processes that run now; none where there is no /proc."""
        now = time.monotonic()
        if now - self._listed >= LISTED_EVERY:
            self._listed = now
            self._known = [int(path.name) for path in PROC.glob("[0-9]*")]
        found = [process for pid in self._known if (process := look_at(pid)) is not None]
        running = [one for one in found if one.session in self._sessions and not one.is_dead]
        self._known = [process.pid for process in running]
        return running

    def memory(self) -> int:
        """Bytes in memory of those that run now."""
        running = self.look()
        sizes = {process.pid: process.size for process in running}
        # What a process is just starting shows the memory of the one that starts it as its own.
        return sum(one.memory for one in running if sizes.get(one.parent) != one.size)

    def cpu(self) -> float:
        """Seconds of processor time that those have used which run now."""
        self._listed = 0.0
        return sum(process.cpu for process in self.look())


def look_at(pid: int) -> Process | None:
    """What is known of a process; None when it has ended, or where there is no /proc."""
    try:
        line = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    # proc(5); the name before may hold anything, a parenthesis too
    state, parent, _, session, *rest = line[line.rindex(")") + 1 :].split()
    ticks = sum(int(value) for value in rest[7:11])
    return Process(
        pid=pid,
        parent=int(parent),
        session=int(session),
        cpu=ticks / os.sysconf("SC_CLK_TCK"),
        size=int(rest[16]),
        memory=int(rest[17]) * os.sysconf("SC_PAGE_SIZE"),
        is_dead=state in "ZX",
    )
