"""A command in a session of its own, and what it took: time, processor time, memory."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .processes import Sessions

BETWEEN_SAMPLES = 0.05
PATIENCE = 30.0
"""Seconds that processes may outlive the command that started them."""
MIB = 1024 * 1024


@dataclass(frozen=True)
class Sample:
    """Processes at one moment: seconds since 1970, bytes in memory."""

    at: float
    memory: int


@dataclass
class Run:
    """What a command took.

    Attributes:
        started: seconds since 1970.
        wall: seconds from start to end.
        cpu: seconds of processor time, user and system, of all its processes.
        peak: most bytes that were in memory at once.
        status: exit status.
        samples: of all its processes, in the order of time; none where there is no /proc.
    """

    started: float
    wall: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    status: int = 0
    samples: list[Sample] = field(default_factory=list)

    def peak_between(self, start: float, end: float) -> int | None:
        """Most bytes in memory between two moments; None when no sample was taken there."""
        # The samples around count too: something short lies between two.
        near = [
            one.memory
            for one in self.samples
            if start - BETWEEN_SAMPLES <= one.at <= end + BETWEEN_SAMPLES
        ]
        return max(near, default=None)


def run_measured(
    command: Sequence[str],
    log: Path,
    environment: Mapping[str, str],
    beside: Collection[int] = (),
) -> Run:
    """Run a command to its end and watch it.

    Args:
        command: program and arguments.
        log: file for what it prints.
        environment: variables on top of this process's.
        beside: sessions of processes that run already and work for it: what they use meanwhile
            is counted, what they hold too.

    Returns:
        What it took; nothing is raised when it fails.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    helpers = Sessions(beside)
    used_before = helpers.cpu()
    began = time.perf_counter()
    run = Run(started=time.time())
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        all_of_them = Sessions([process.pid, *beside])
        try:
            # wait4, not wait: it tells what this child used, and not all that there were.
            while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
                if memory := all_of_them.memory():
                    run.samples.append(Sample(time.time(), memory))
                time.sleep(BETWEEN_SAMPLES)
            process.returncode = os.waitstatus_to_exitcode(ended[1])
            run.wall = time.perf_counter() - began
            survivors = cpu_of_survivors(process.pid)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    run.status = process.returncode
    used = ended[2]
    run.cpu = used.ru_utime + used.ru_stime + survivors + helpers.cpu() - used_before
    told = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    # What is told may be of this process: Linux counts what a child held before it was the command.
    run.peak = max((sample.memory for sample in run.samples), default=told)
    return run


def cpu_of_survivors(session: int) -> float:
    """Wait for what a command has left running, as dbt leaves Spark's Java, which ends after it.

    Args:
        session: of the command, which has ended.

    Returns:
        Seconds of processor time that they had used when they were last seen.
    """
    left = Sessions([session])
    deadline = time.monotonic() + PATIENCE
    used: dict[int, float] = {}
    while (running := left.look()) and time.monotonic() < deadline:
        used.update({process.pid: process.cpu for process in running})
        time.sleep(BETWEEN_SAMPLES)
    return sum(used.values())
